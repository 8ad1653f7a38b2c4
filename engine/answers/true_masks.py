"""What an engine answers to the question what is true of every pixel of a picture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.contract.masks import ClassArea
from engine.contract.true_masks import ReadTrueMask, TrueMaskRead
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import index_of_known
from engine.handlers.context import Context, Result
from engine.model_store import LoadedRun, load_run
from engine.tasks.mask_truth import MASK_KINDS, MaskTruth, codes_among, mask_classes

Codes = NDArray[np.uint8]


def read_true_mask(command: ReadTrueMask, context: Context) -> Result:
    """What is drawn on a picture of the run's dataset; attached: the class of every pixel, where anything is."""
    run = load_run(command.run)
    classes = true_classes(run, Path(command.image), context)
    if classes is None:
        return TrueMaskRead(run=command.run, image=command.image), ()
    pixels = np.bincount(classes.ravel(), minlength=NO_CLASS + 1)
    areas = tuple(
        ClassArea(label=label, pixels=int(pixels[index]), share=float(pixels[index]) / classes.size)
        for index, label in enumerate(run.classes)
    )
    return TrueMaskRead(run=command.run, image=command.image, areas=areas), (classes,)


@dataclass(frozen=True, slots=True)
class FoundTruth:
    """What is drawn on a picture of a run's dataset.

    Attributes:
        truth: of the picture alone.
        path: of the picture, relative to the dataset.
        codes: (256,) the class of the run for every class of the dataset.
    """

    truth: MaskTruth
    path: str
    codes: Codes

    def classes(self) -> Codes:
        """(H, W) the true class of the run of every pixel, ``NO_CLASS`` where nobody knows."""
        return np.asarray(self.codes[self.truth.classes(self.path)], np.uint8)


def true_classes(run: LoadedRun, image: Path, context: Context) -> Codes | None:
    """(H, W) the true class of every pixel, ``NO_CLASS`` where nobody knows; None where nothing is drawn."""
    found = find_truth(run, image, context)
    return None if found is None else found.classes()


def find_truth(run: LoadedRun, image: Path, context: Context) -> FoundTruth | None:
    """What is drawn on a picture; None for one from elsewhere, and where nothing is drawn that covers pixels."""
    if run.config is None or not image.is_relative_to(run.config.dataset.folder):
        return None
    key = image.relative_to(run.config.dataset.folder).as_posix()
    place, reading = Path(run.config.dataset.path), run.config.dataset.reading
    opened = index_of_known(place, reading, on_progress=context.progress, is_cancelled=context.is_cancelled)
    with DatasetIndex(opened) as index:
        row = index.image(key)
        drawn = {} if row is None else index.annotations_of([row.id])
        if row is None or not any(one.kind in MASK_KINDS for one in drawn.get(row.id, ())):
            return None
        codes = codes_among(run.classes, mask_classes(index))
        return FoundTruth(MaskTruth.of(index, [row]), key, codes)
