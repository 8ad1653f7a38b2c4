"""How the network of each task looks at picture files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from numpy.typing import NDArray

from engine.contract.boxes import PictureBoxes
from engine.contract.config import TaskName
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores
from engine.dataset.masks.found_masks import mask_counts_of
from engine.model_store import LoadedRun
from engine.ops.detections.mask_parts import MaskPart
from engine.predicting.boxes import predict_boxes
from engine.predicting.classes import predict_classes
from engine.predicting.located import predict_location
from engine.predicting.masks import predict_masks

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a network says of one picture.

    Attributes:
        said: in words and numbers.
        arrays: what is larger: for classes of pixels (H, W) uint8, for boxes their candidates (n, 6) float32.
        masks: of each candidate; none where the network says none.
    """

    said: ClassScores | ClassMask | PictureBoxes
    arrays: tuple[NDArray[Any], ...] = ()
    masks: tuple[MaskPart, ...] = ()

    def said_with_masks(self) -> ClassScores | ClassMask | PictureBoxes:
        """What is said, with the mask of each candidate: whoever chooses other thresholds draws other masks."""
        if not self.masks:
            return self.said
        size = {"width": self.said.width, "height": self.said.height}
        return self.said.model_copy(
            update={"candidate_masks": tuple(mask_counts_of(part, **size) for part in self.masks)}
        )


class PredictTask(Protocol):
    """Looks at picture files one by one; the reason for each that cannot be read goes into ``problems``."""

    def __call__(
        self, run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
    ) -> Iterator[Prediction]: ...


def _of_classes(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[Prediction]:
    for said in predict_classes(run, images, problems, on_progress=on_progress):
        yield Prediction(said)


def _of_masks(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[Prediction]:
    for found in predict_masks(run, images, problems, on_progress=on_progress):
        yield Prediction(found.said, (found.classes,))


def _of_boxes(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[Prediction]:
    for one in predict_boxes(run, images, problems, on_progress=on_progress):
        yield Prediction(one.said, (one.rows(),), one.masks)


def _of_one_box(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[Prediction]:
    for one in predict_location(run, images, problems, on_progress=on_progress):
        yield Prediction(one.said, (one.rows(),))


PREDICTIONS: Final[Mapping[TaskName, PredictTask]] = {
    TaskName.CLASSIFICATION: _of_classes,
    TaskName.DETECTION: _of_boxes,
    TaskName.LOCALISATION: _of_one_box,
    TaskName.SEMANTIC: _of_masks,
    TaskName.INSTANCE: _of_boxes,
}
