"""What a run says of every pixel of pictures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import MaskConfig
from engine.contract.masks import ClassMask
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.pictures.regions.opening import opened_regions
from engine.dataset.pictures.regions.source import RegionSource
from engine.model_store import LoadedRun
from engine.ops.instances import Objects, Separation, find_instances
from engine.predicting.mask_network import MaskNetwork, mask_network
from engine.tiling.sinks import ScoreArray

OnProgress = Callable[[str, int, int], None]
Codes = NDArray[np.uint8]
Floats = NDArray[np.float32]
BACKGROUND = 0


@dataclass(frozen=True, slots=True)
class MaskPrediction:
    """What a network says of one picture.

    Attributes:
        said: sizes and areas.
        classes: (H, W) the most probable class of each pixel.
        scores: (H, W, classes) probabilities, float16.
        objects: (H, W) numbers of single objects from 1 on; None where they are not told apart.
    """

    said: ClassMask
    classes: Codes
    scores: NDArray[np.float16]
    objects: NDArray[np.int32] | None


def predict_masks(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[MaskPrediction]:
    """Look at picture files, one after the other.

    Args:
        run: the network.
        images: files; their names come back as given.
        problems: gets the reason for each picture that cannot be read.
        on_progress: told (what, done, total); may raise to stop.
    """
    for image in images:
        try:
            with opened_regions(image, on_progress=on_progress) as source:
                prediction = predict_mask(run, source, name=str(image), on_progress=on_progress)
        except DecodeError as error:
            problems[str(image)] = error.reason
            continue
        yield prediction


def predict_mask(
    run: LoadedRun, source: RegionSource, *, name: str, on_progress: OnProgress, network: MaskNetwork | None = None
) -> MaskPrediction:
    """The classes of all pixels of one picture, held in memory.

    Args:
        run: the network.
        source: the upright picture.
        name: what the picture is called.
        on_progress: told (what, done, total); may raise to stop.
        network: the way to ask the network of the run; None for the usual one, ``stitched_network`` for another.

    Raises:
        DecodeError: the picture is damaged.
        UserError: the network says nothing of single pixels.
    """
    scores = np.zeros((source.height, source.width, len(run.classes)), np.float16)
    (network or mask_network(run)).predict(source, [ScoreArray(scores)], on_progress=on_progress)
    classes = scores.argmax(axis=-1).astype(np.uint8)
    objects = separate(classes, MaskConfig() if run.config is None else run.config.masks)
    pixels = np.bincount(classes.ravel(), minlength=len(run.classes))
    said = ClassMask.of_counts(
        name,
        (source.width, source.height),
        dict(zip(run.classes, pixels.tolist(), strict=True)),
        objects=None if objects is None else len(objects.classes),
    )
    return MaskPrediction(said, classes, scores, None if objects is None else objects.labels)


def separate(classes: Codes, masks: MaskConfig) -> Objects | None:
    """Single objects in a mask (H, W), as a run's settings tell them apart; None where they do not."""
    if masks.objects == "none":
        return None
    separation = Separation(method=masks.objects, least_area_px=masks.least_object_px)
    return find_instances(classes, background=BACKGROUND, separation=separation)
