"""Two runs that say masks: the overlap of masks decides, unless one of the two says boxes only."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.boxes import MASK_OVERLAPS_FILE
from engine.contract.config import TaskName
from engine.contract.dataset import Split
from engine.ops.mask_difference import Difference
from gui.pages.runs.detectors.joining import PairThresholds
from gui.pages.runs.detectors.reading import ComparedDetectors, compare_detectors
from gui.pages.runs.detectors.shown import shown_boxes
from gui.pages.runs.detectors.summary import DetectorSummary
from gui.pages.runs.pictures.joining import common_pictures
from gui.pages.runs.pictures.reading import PairedRun, RunsToCompare
from gui.viewer.box_layers import BoxRole
from gui.widgets.label import Label
from tests.gui.pages.inspect.errors.boxes.masked_evaluation import IN_LOWER, IN_UPPER, write_masked_evaluation
from tests.gui.sample_runs import sample_config

PICTURE, HALF = "0.png", PairThresholds(0.5, 0.5)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The evaluations of two runs, each with two objects in one box of which the lower one is found."""
    return write_masked_evaluation(tmp_path / "old"), write_masked_evaluation(tmp_path / "new")


def compared(folders: tuple[Path, Path]) -> ComparedDetectors:
    config = sample_config().model_copy(update={"task": TaskName.INSTANCE})
    splits = {PICTURE: Split.VALIDATION}
    first, second = (PairedRun(folder.parent.parent, config, splits) for folder in folders)
    pictures = common_pictures(splits, splits, Split.VALIDATION)
    return compare_detectors(RunsToCompare(first, second, Split.VALIDATION, with_trained=False, pictures=pictures))


def test_of_two_objects_in_one_box_the_masks_say_which_is_found(folders: tuple[Path, Path]) -> None:
    joined = compared(folders).joined

    assert joined.masks is not None
    assert joined.match(iou=0.75).tally(HALF).of_pictures.tolist() == [[1, 0, 0, 1, 0, 0]]
    hit, *true = shown_boxes(joined.first[0], joined.masks[0][0], joined.classes, score=0.5, hit_iou=0.75)
    assert (hit.role, hit.outcome) == (BoxRole.KEPT, Difference.HIT)
    assert (hit.holds(*IN_LOWER), hit.holds(*IN_UPPER)) == (True, False)
    assert [(one.outcome, one.holds(*IN_UPPER)) for one in true] == [(Difference.MISS, True), (Difference.HIT, False)]


def test_beside_a_run_that_says_boxes_only_boxes_are_compared(folders: tuple[Path, Path]) -> None:
    (folders[1] / MASK_OVERLAPS_FILE).unlink()

    joined = compared(folders).joined

    assert joined.masks is None
    assert {picture.mask_overlaps is None for picture in (*joined.first, *joined.second)} == {True}


def test_the_column_says_what_is_laid_over_each_other(qtbot: QtBot, folders: tuple[Path, Path]) -> None:
    summary = DetectorSummary()
    qtbot.addWidget(summary)
    words = []
    for _ in range(2):
        summary.set_comparison(compared(folders))
        words.append({label.text() for label in summary.sliders.findChildren(Label)})
        (folders[0] / MASK_OVERLAPS_FILE).unlink(missing_ok=True)

    assert "Hit from mask IoU of" in words[0]
    assert "Hit from an IoU of" in words[1]
