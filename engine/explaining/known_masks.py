"""Where each class really is on pictures of a run that learned masks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.contract.annotations import NO_CLASS
from engine.contract.errors import UserError
from engine.data.fitting import Placement
from engine.data.label_fitting import fit_mask
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import index_of_known
from engine.model_store import LoadedRun
from engine.tasks.mask_truth import MASK_KINDS, MaskTruth, codes_among, mask_classes

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class KnownMasks:
    """The true classes of pixels, read picture by picture.

    Attributes:
        truth: paints what is true of a picture.
        codes: (256,) the class of the run for every code of the dataset.
        drawn: paths of the pictures on which something is drawn.
    """

    truth: MaskTruth
    codes: Codes
    drawn: frozenset[str]

    def where(self, path: str, target: int, placement: Placement) -> Bools | None:
        """(h, w) of the network's input: where a class really is; None where it is not, or nobody knows.

        Args:
            path: of the picture, as in the index.
            target: index of the class in the run.
            placement: where the picture lies in the input.
        """
        if path not in self.drawn:
            return None
        try:
            classes = self.codes[self.truth.classes(path)]
        except UserError:
            return None  # told by the Data page; here it is only unknown
        if classes.shape != placement.original_size[::-1]:
            return None
        found = fit_mask(classes, placement, outside=NO_CLASS) == target
        return found if found.any() else None


def find_known_masks(run: LoadedRun, paths: Sequence[str], on_progress: OnProgress) -> KnownMasks | None:
    """What is drawn on pictures of a run's dataset; None for a run without one.

    Args:
        run: that learned masks.
        paths: which pictures, relative to the dataset.
        on_progress: told (what, done, total) while the dataset is opened; may raise to stop.
    """
    if run.config is None:
        return None
    place, reading = Path(run.config.dataset.path), run.config.dataset.reading
    opened = index_of_known(place, reading, on_progress=on_progress, is_cancelled=_never)
    with DatasetIndex(opened) as index:
        rows = [row for row in map(index.image, paths) if row is not None]
        drawn = index.annotations_of([row.id for row in rows])
        codes = codes_among(run.classes, mask_classes(index))
        truth = MaskTruth.of(index, rows)
    known = frozenset(row.path for row in rows if any(one.kind in MASK_KINDS for one in drawn.get(row.id, ())))
    return KnownMasks(truth, codes, known)


def _never() -> bool:
    """Cancelling comes through the progress function."""
    return False
