"""Finds the objects of a picture in the way that a run's config says."""

from typing import assert_never

from engine.classifier_detectors.crops import Pixels
from engine.classifier_detectors.effort import Effort
from engine.classifier_detectors.regions import find_by_regions
from engine.classifier_detectors.sliding import find_by_windows
from engine.contract.classifier_detectors import ClassifierDetector, RegionClassifier, SlidingWindows
from engine.model_store import LoadedRun
from engine.ops.boxes.finding import Choice
from engine.ops.detections.objects import FoundBoxes


def ask_for_objects(
    run: LoadedRun, asked: ClassifierDetector, picture: Pixels, choice: Choice
) -> tuple[FoundBoxes, Effort]:
    """The objects of a picture (H, W, channels), and what it took to find them."""
    match asked:
        case SlidingWindows():
            return find_by_windows(run, asked, picture, choice)
        case RegionClassifier():
            return find_by_regions(run, asked, picture, choice)
        case _:
            assert_never(asked)
