"""What an engine answers to the question how probable each class is at the pixels of a picture."""

import math
from pathlib import Path

import numpy as np

from engine.contract.class_vectors import ClassVectorsRead, ReadClassVectors
from engine.contract.errors import UserError
from engine.contract.masks import ClassMask
from engine.dataset.pictures.decode import LARGEST_MEGAPIXELS
from engine.dataset.pictures.regions.opening import opened_regions
from engine.dataset.pictures.regions.source import RegionSource
from engine.handlers.context import Context, Result
from engine.model_store import load_run
from engine.predicting.mask_network import mask_network
from engine.predicting.stitched import stitched_network
from engine.tiling.sinks import ClassArray, ScoreGrid


def read_class_vectors(command: ReadClassVectors, context: Context) -> Result:
    """What a network says of every pixel; attached: classes, and probabilities on a grid.

    Of a picture that is cut into tiles, no more probabilities are held than are sent. A network that sees a picture
    fitted to its own size has its answer enlarged to the whole picture first.

    Raises:
        Cancelled: the answer is no longer wanted.
        UserError: the network says nothing of single pixels, or the picture cannot be read or is too large to be shown.
    """
    run = load_run(command.run)
    network = stitched_network(run, on_progress=context.progress) if command.is_stitched else mask_network(run)
    with opened_regions(Path(command.image), on_progress=context.progress) as source:
        _require_showable(source, command.image)
        step = step_for(source.height, source.width, len(run.classes), most_values=command.most_values)
        classes = ClassArray(source.height, source.width)
        scores = ScoreGrid(source.height, source.width, classes=len(run.classes), step=step)
        network.predict(source, [classes, scores], on_progress=context.progress)
    pixels = np.bincount(classes.values.ravel(), minlength=len(run.classes)).tolist()
    size = (source.width, source.height)
    read = ClassVectorsRead(
        run=command.run,
        classes=run.classes,
        said=ClassMask.of_counts(command.image, size, dict(zip(run.classes, pixels, strict=True))),
        step=step,
        is_stitched=command.is_stitched,
    )
    return read, (classes.values, scores.values)


def step_for(height: int, width: int, classes: int, *, most_values: int) -> int:
    """The smallest distance in pixels at which all probabilities of a picture are at most so many values."""
    step = max(1, math.isqrt(height * width * classes // most_values))
    while step < max(height, width) and math.ceil(height / step) * math.ceil(width / step) * classes > most_values:
        step += 1
    return step


def _require_showable(source: RegionSource, image: str) -> None:
    if source.height * source.width > LARGEST_MEGAPIXELS * 1_000_000:
        raise UserError(
            f"The picture is too large to be shown. Received: {image}, {source.width:,} x {source.height:,} px.",
            "Cut it into pieces; main.py predict writes masks of pictures of any size.",
        )
