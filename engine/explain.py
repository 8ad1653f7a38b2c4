"""A map that explains one score of one picture, by any available method."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.data.fitting import Placement
from engine.inspect.cam import ClassMaps, exact_cam, gradcam
from engine.inspect.heads import find_default_layer, find_linear_head
from engine.inspect.probe import PREDICTED, Floats, probe_of
from engine.inspect.program import program_of
from engine.inspect.resampling import cut_map
from engine.model_store import LoadedRun, Pixels

METHODS = ("cam", "gradcam", "templates")


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """One picture on its way into a network.

    Attributes:
        fitted: (h, w, c) uint8, at the network's size.
        prepared: (h, w, c) float32, as the network takes it.
        placement: where the upright original lies in it.
    """

    fitted: Pixels
    prepared: Floats
    placement: Placement


@dataclass(frozen=True, slots=True)
class Explanation:
    """A raw map over the network's input.

    Attributes:
        method: ``cam``, ``gradcam`` or ``templates``.
        layer: where it was taken.
        values: (h, w) float32, on the grid of the layer, not normalised.
        target: the class.
        score: its probability.
        logit: what the map explains.
        bias: for an exact CAM and templates: added to mean or sum of the map it gives the logit.
        warnings: what a reader must know.
    """

    method: str
    layer: str
    values: Floats
    target: str
    score: float
    logit: float
    bias: float | None = None
    warnings: tuple[str, ...] = ()


def see_picture(run: LoadedRun, image: Path) -> SeenPicture:
    """Read a picture as the network gets it; an ``.npy`` array (h, w, c) goes in exactly as it is.

    Raises:
        UserError: the file is no sound picture, or the array does not fit.
    """
    if image.suffix == ".npy":
        return _see_array(run, image)
    fitted, placement = run.read(image)
    return SeenPicture(fitted, run.prepare(fitted[np.newaxis])[0], placement)


def explain(
    run: LoadedRun, seen: SeenPicture, *, method: str, layer: str | None = None, target: str | None = None
) -> Explanation:
    """Explain the score of a class.

    Args:
        run: the network.
        seen: the picture.
        method: one of ``METHODS``.
        layer: None for the last one with positions.
        target: name or index of a class; None for the predicted one.

    Raises:
        UserError: no such method, layer or class, or the network does not allow the method.
    """
    index = np.array([target_index(run, target)])
    batch = seen.prepared[np.newaxis]
    match method:
        case "cam":
            found = exact_cam(run.model, batch, index)
            if layer not in (None, found.layer):
                raise UserError(
                    f"The exact CAM lies at one layer only. Received: {layer}.",
                    f"Choose {found.layer}, or the method gradcam.",
                )
            return _from_maps(run, seen, found)
        case "gradcam":
            return _from_maps(run, seen, gradcam(run.model, batch, index, layer=layer))
        case "templates":
            return _from_templates(run, seen, index)
        case _:
            raise UserError(f"There is no such method. Received: {method}.", f"Choose one of: {', '.join(METHODS)}.")


def target_index(run: LoadedRun, target: str | None) -> int:
    """The output of a class by name or index, ``PREDICTED`` for None."""
    return PREDICTED if target is None else run.class_index(target)


def default_layer(run: LoadedRun) -> str:
    """The last layer with positions.

    Raises:
        UserError: there is none.
    """
    layer = find_default_layer(run.model)
    if layer is None:
        raise UserError(
            f"No layer of this network has maps. Received: {run.model.name}.", "Name a layer, or look at its filters."
        )
    return layer


def on_original(values: Floats, placement: Placement) -> Floats:
    """A map over the network's input as a map over the original picture, about as coarse as it was.

    Letterbox bars are cut away; what a crop hid from the network is zero.
    """
    x_min, y_min, x_max, y_max = _original_in_input(placement)
    rows = max(1, round(values.shape[0] * (y_max - y_min)))
    columns = max(1, round(values.shape[1] * (x_max - x_min)))
    return cut_map(values, (x_min, y_min, x_max, y_max), height=rows, width=columns)


def cell_size(values: Floats, placement: Placement) -> tuple[float, float]:
    """Width and height of one cell of a map over the network's input, in pixels of the original picture."""
    width, height = placement.input_size
    return (width / values.shape[1] / placement.scale[0], height / values.shape[0] / placement.scale[1])


def _original_in_input(placement: Placement) -> tuple[float, float, float, float]:
    """Where the original's edges lie, as shares of the input's width and height; beyond 0..1 for a crop."""
    corners = placement.to_input(np.array([[0.0, 0.0], placement.original_size])) / np.array(placement.input_size)
    (x_min, y_min), (x_max, y_max) = corners.tolist()
    return x_min, y_min, x_max, y_max


def _from_maps(run: LoadedRun, seen: SeenPicture, found: ClassMaps) -> Explanation:
    target = int(found.targets[0])
    warnings = _warnings(run, seen)
    if not found.maps.any():
        warnings += (f"The map is zero everywhere: nothing in {found.layer} speaks for {run.classes[target]}.",)
    return Explanation(
        method=found.method,
        layer=found.layer,
        values=found.maps[0],
        target=run.classes[target],
        score=float(found.scores[0, target]),
        logit=float(found.logits[0, target]),
        bias=None if found.biases is None else float(found.biases[0]),
        warnings=warnings,
    )


def _from_templates(run: LoadedRun, seen: SeenPicture, index: np.ndarray) -> Explanation:
    """Template times picture, summed over channels: its sum plus the bias is the logit."""
    head = find_linear_head(run.model)
    if head is None:
        raise UserError(
            f"This network has no templates. Received: {run.model.name}, which is no linear classifier.",
            "Use cam or gradcam.",
        )
    probed = probe_of(run.model, with_gradients=False)(seen.prepared[np.newaxis], index)
    target = int(probed.targets[0])
    template = head.kernel(seen.prepared.size)[:, target].reshape(seen.prepared.shape)
    return Explanation(
        method="templates",
        layer=head.dense.name,
        values=(template * seen.prepared).sum(axis=-1),
        target=run.classes[target],
        score=float(probed.scores[0, target]),
        logit=float(probed.logits[0, target]),
        bias=float(head.bias(len(run.classes))[target]),
        warnings=_warnings(run, seen),
    )


def _warnings(run: LoadedRun, seen: SeenPicture) -> tuple[str, ...]:
    warnings = list(run.warnings)
    if run.mirrors:
        warnings.append("Score and map are those of the picture alone, without its mirror image.")
    x_min, y_min, x_max, y_max = _original_in_input(seen.placement)
    if min(x_min, y_min) < -1e-6 or max(x_max, y_max) > 1 + 1e-6:
        warnings.append("The network sees only the middle of the picture; the map is zero outside.")
    return tuple(warnings)


def _see_array(run: LoadedRun, image: Path) -> SeenPicture:
    try:
        array = np.load(image, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise UserError(f"Cannot read the array. Received: {image}: {error}.", "Save it with numpy.save.") from error
    expected = program_of(run.model).input_shape
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    fits = len(expected) == array.ndim and all(
        side in (None, given) for side, given in zip(expected, array.shape, strict=True)
    )
    if not fits or array.dtype.kind not in "fiub":
        raise UserError(
            f"The array is no picture for this network. Received: {image}, {array.dtype} of shape {array.shape}.",
            f"Save numbers of shape {expected}.",
        )
    height, width = array.shape[:2]
    placement = Placement(
        original_size=(width, height), input_size=(width, height), scale=(1.0, 1.0), offset=(0.0, 0.0)
    )
    prepared = np.ascontiguousarray(array, np.float32)
    span = float(prepared.max() - prepared.min()) or 1.0
    shown = np.rint((prepared - prepared.min()) / span * 255).astype(np.uint8)
    return SeenPicture(shown, prepared, placement)
