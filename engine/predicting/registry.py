"""How the network of each task looks at picture files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from numpy.typing import NDArray

from engine.contract.boxes import PictureBoxes
from engine.contract.config import TaskName
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores
from engine.model_store import LoadedRun
from engine.predicting.boxes import predict_boxes
from engine.predicting.classes import predict_classes
from engine.predicting.located import predict_location
from engine.predicting.masks import MaskPrediction, predict_masks

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a network says of one picture.

    Attributes:
        said: in words and numbers.
        arrays: what is larger: for classes of pixels (H, W) uint8, for boxes their candidates (n, 6) float32.
    """

    said: ClassScores | ClassMask | PictureBoxes
    arrays: tuple[NDArray[Any], ...] = ()


class PredictTask(Protocol):
    """Looks at picture files; returns the reason for each that could not be read."""

    def __call__(
        self, run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress, take: Callable[[Prediction], None]
    ) -> dict[str, str]: ...


def _of_classes(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress, take: Callable[[Prediction], None]
) -> dict[str, str]:
    found, problems = predict_classes(run, images, on_progress=on_progress)
    for said in found:
        take(Prediction(said))
    return problems


def _of_masks(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress, take: Callable[[Prediction], None]
) -> dict[str, str]:
    def take_classes(found: MaskPrediction) -> None:
        take(Prediction(found.said, (found.classes,)))

    return predict_masks(run, images, on_progress=on_progress, take=take_classes)


def _of_boxes(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress, take: Callable[[Prediction], None]
) -> dict[str, str]:
    found, problems = predict_boxes(run, images, on_progress=on_progress)
    for one in found:
        take(Prediction(one.said, (one.rows(),)))
    return problems


def _of_one_box(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress, take: Callable[[Prediction], None]
) -> dict[str, str]:
    found, problems = predict_location(run, images, on_progress=on_progress)
    for one in found:
        take(Prediction(one.said, (one.rows(),)))
    return problems


PREDICTIONS: Final[Mapping[TaskName, PredictTask]] = {
    TaskName.CLASSIFICATION: _of_classes,
    TaskName.DETECTION: _of_boxes,
    TaskName.LOCALISATION: _of_one_box,
    TaskName.SEMANTIC: _of_masks,
    TaskName.INSTANCE: _of_boxes,
}
