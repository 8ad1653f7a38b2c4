"""What a network says of a picture while it is changed: for one amount at once, and as a curve over many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.contract.invariance import Following, LiveMethod, PictureChange
from engine.data.changing import changed_pictures
from engine.dataset.pictures.decode import DecodeError
from engine.explaining.chosen_pixels import predicted_classes
from engine.explaining.class_grid import class_grid
from engine.explaining.field import fields_of, node_name
from engine.explaining.seen import SeenPicture, see_picture
from engine.inspect.cam import GRADIENT_METHODS
from engine.inspect.cam_rules import combine_cam, combine_eigencam
from engine.inspect.following import map_distance
from engine.inspect.heads import find_cam_head, find_default_layer
from engine.inspect.probe import PREDICTED, Floats, Probed, probe_of
from engine.inspect.program import program_of
from engine.model_store import LoadedRun, Pixels

BATCH = 16
"""Amounts that are looked at together; always as many, so that the network is compiled once."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Where in a network is looked.

    Attributes:
        maps_layer: whose feature maps are shown; None where the network has no maps.
        cam_layer: where the class activation map is taken; None without one.
        method: how it is made.
        target: class index, or ``PREDICTED``.
    """

    maps_layer: str | None
    cam_layer: str | None = None
    method: LiveMethod | None = None
    target: int = PREDICTED

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that are probed, each once."""
        return tuple(dict.fromkeys(name for name in (self.maps_layer, self.cam_layer) if name is not None))


@dataclass(frozen=True, slots=True)
class ChangedLook:
    """What was seen of a changed picture.

    Attributes:
        pixels: (h, w, c) the changed picture, as the network gets it.
        target: class index.
        scores: (classes,).
        original_scores: (classes,) of the picture without the change.
        maps: (h, w, K) of the layer; None without one.
        original_maps: (h, w, K) in the picture without the change.
        activation_map: (h, w), raw; None without a method.
        largest: the largest magnitude of the activation map without the change; 0 without a method.
        following: how exactly the maps moved; None for other changes than shifts.
    """

    pixels: Pixels
    target: int
    scores: Floats
    original_scores: Floats
    maps: Floats | None
    original_maps: Floats | None
    activation_map: Floats | None
    largest: float
    following: Following | None


@dataclass(frozen=True, slots=True)
class InvarianceStage:
    """A curve so far.

    Attributes:
        scores: (amounts,) mean score of the measured class; NaN where nothing is known.
        hits: (amounts,) share of the pictures for which it is the predicted one.
        target: the class measured last.
        pictures: how many could be read.
        done: how many pictures are finished.
    """

    scores: Floats
    hits: Floats
    target: int
    pictures: int
    done: int


def sight_of(run: LoadedRun, *, method: LiveMethod | None, layer: str | None, target: int) -> Sight:
    """Where to look; None takes the last layer with maps.

    Raises:
        UserError: the layer has no maps, or the network does not allow the method.
    """
    last = find_default_layer(run.model)
    if layer is not None and not _has_maps(run, layer):
        raise UserError(f"This layer has no maps. Received: {layer}.", "Choose a convolution or a pooling.")
    if method is None:
        return Sight(layer or last, target=target)
    head = find_cam_head(run.model)
    cam_layer = last if method != "cam" else head.layer if head is not None else None
    if cam_layer is None:
        raise UserError(
            f"This network does not allow the method. Received: {method}.",
            "Choose Grad-CAM, or none for a network without maps.",
        )
    return Sight(layer or last, cam_layer, method, target)


def look_at_changed(run: LoadedRun, image: Path, change: PictureChange, sight: Sight) -> ChangedLook:
    """Look at one changed picture, in one pass; the picture without the change is remembered.

    Raises:
        UserError: the picture cannot be read, or has no pixels that can be changed.
    """
    seen, original, largest = _original(run, image, _time_of(image), sight)
    (pixels,) = changed_pictures(seen.fitted, [change])
    target = int(original.targets[0])
    probed = _probe(run, run.prepare(pixels[np.newaxis]), sight, target)
    maps, original_maps = _maps(probed, sight), _maps(original, sight)
    following = None
    if change.kind in ("shift_x", "shift_y"):
        following = _following(run, sight.maps_layer, change, maps, original_maps)
    return ChangedLook(
        pixels=np.rint(pixels).astype(np.uint8),
        target=target,
        scores=probed.scores[0],
        original_scores=original.scores[0],
        maps=maps,
        original_maps=original_maps,
        activation_map=_activation_map(run, probed, sight),
        largest=largest,
        following=following,
    )


def invariance_stages(
    run: LoadedRun, images: Sequence[Path], wanted: Sequence[int], changes: Sequence[PictureChange]
) -> Iterator[InvarianceStage]:
    """The curve of a class over many amounts, first coarse for the first picture, then better with every picture.

    Args:
        run: the network.
        images: at least one picture; what cannot be read is left out, unless it is the only one.
        wanted: class index for each picture; ``PREDICTED`` for the one predicted without a change.
        changes: one for each amount.

    Raises:
        UserError: no picture can be read.
    """
    sums, hits, counts = (np.zeros(len(changes)) for _ in range(3))
    probe, is_of_pixels = probe_of(run.model, with_gradients=False), class_grid(run) is not None
    read, target = 0, PREDICTED
    for done, (image, index) in enumerate(zip(images, wanted, strict=True), start=1):
        try:
            fitted = _require_pixels(see_picture(run, image)).fitted
        except DecodeError:
            continue  # told by the Data page; here it is only left out
        read += 1
        target = index if index != PREDICTED else int(predicted_classes(run, run.prepare(fitted[np.newaxis]))[0])
        for places in _interleaved(len(changes)):
            prepared = run.prepare(_padded(changed_pictures(fitted, [changes[i] for i in places])))
            scores = probe(prepared).scores
            said = predicted_classes(run, prepared) if is_of_pixels else scores.argmax(axis=-1)
            sums[places] += scores[: len(places), target]
            hits[places] += said[: len(places)] == target
            counts[places] += 1
            yield InvarianceStage(_share(sums, counts), _share(hits, counts), target, read, done)
    if not read:
        raise UserError(f"No picture can be read. Received: {images[0]}.", "Choose other pictures.")


def _share(sums: np.ndarray, counts: np.ndarray) -> Floats:
    unknown = np.full(len(sums), np.nan)
    return np.divide(sums, counts, out=unknown, where=counts > 0).astype(np.float32)


def _interleaved(count: int) -> list[list[int]]:
    """Places from 0 to ``count`` in batches, each of which is spread over all of them."""
    batches = -(-count // BATCH)
    return [list(range(start, count, batches)) for start in range(batches)]


def _padded(pictures: Floats) -> Floats:
    """Repeat the last picture until there are ``BATCH``."""
    return np.concatenate([pictures, np.repeat(pictures[-1:], BATCH - len(pictures), axis=0)])


@lru_cache(maxsize=4)
def _original(run: LoadedRun, image: Path, _time: int, sight: Sight) -> tuple[SeenPicture, Probed, float]:
    """A picture without the change, and the largest magnitude of its map; its time is part of the cache's key."""
    seen = _require_pixels(see_picture(run, image))
    pictures = seen.prepared[np.newaxis]
    target = sight.target
    if target == PREDICTED and class_grid(run) is not None:
        target = int(predicted_classes(run, pictures)[0])
    probed = _probe(run, pictures, sight, target)
    found = _activation_map(run, probed, sight)
    return seen, probed, 0.0 if found is None else float(np.abs(found).max())


def _probe(run: LoadedRun, pictures: Floats, sight: Sight, target: int) -> Probed:
    needs_gradients = sight.method in GRADIENT_METHODS
    return probe_of(run.model, sight.layers, with_gradients=needs_gradients)(pictures, np.array([target]))


def _maps(probed: Probed, sight: Sight) -> Floats | None:
    return None if sight.maps_layer is None else probed.activations[sight.layers.index(sight.maps_layer)][0]


def _activation_map(run: LoadedRun, probed: Probed, sight: Sight) -> Floats | None:
    if sight.cam_layer is None or sight.method is None:
        return None
    place = sight.layers.index(sight.cam_layer)
    activations = probed.activations[place]
    if sight.method == "eigencam":
        return combine_eigencam(activations)[0]
    head = find_cam_head(run.model)
    if sight.method == "cam" and head is not None:
        return combine_cam(activations, head.kernel(activations.shape[-1]), probed.targets)[0]
    return GRADIENT_METHODS[sight.method](activations, probed.gradients[place])[0]


def _following(
    run: LoadedRun, layer: str | None, change: PictureChange, maps: Floats | None, original: Floats | None
) -> Following:
    field = None if layer is None else fields_of(run).get(node_name(layer))
    if maps is None or original is None or field is None:
        return Following()
    axis = 0 if change.kind == "shift_y" else 1
    along = (field.vertical, field.horizontal)[axis]
    stride = along.stride
    if not isinstance(stride, int) or stride < 1:
        return Following()
    if change.amount % stride:
        return Following(stride_px=stride)
    side_px = (run.input.height, run.input.width)[axis]
    found = map_distance(original, maps, along, shift_px=int(change.amount), side_px=side_px, axis=axis)
    if found is None:
        return Following(stride_px=stride)
    return Following(distance=found.distance, cells=found.cells, is_inner=found.is_inner, stride_px=stride)


def _has_maps(run: LoadedRun, layer: str) -> bool:
    program = program_of(run.model)
    call = program.producer(program.value_of(layer))
    return call is not None and call.has_positions


def _require_pixels(seen: SeenPicture) -> SeenPicture:
    if seen.path is None:
        raise UserError("An array has no pixels that can be changed. Received: an .npy file.", "Choose a picture.")
    return seen


def _time_of(image: Path) -> int:
    try:
        return image.stat().st_mtime_ns
    except OSError:
        return 0  # reading it says why
