"""Which runs can be compared on pictures is asked of what they learned."""

from pathlib import Path

import pytest

from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from gui.runs.comparable import Comparison, comparison_of, reason_against
from gui.runs.comparing import compare_with_last
from gui.session import Session
from tests.gui.pages.runs.microscope.sample_masks import write_mask_run
from tests.gui.pages.runs.pictures.sample_pair import write_paired_run


@pytest.fixture
def dataset(session: Session, tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    return tmp_path / "pictures"


def test_masks_are_compared_by_masks_and_answers_by_answers(session: Session, dataset: Path) -> None:
    write_mask_run("masks", dataset)
    write_paired_run("classes", dataset)
    session.library.refresh()

    found = {run.name: comparison_of(run) for run in session.library.runs}
    assert found == {"masks": Comparison.MASKS, "classes": Comparison.ANSWERS}
    assert reason_against(session.library.runs) == (
        "Some answer with a class, some with a mask or boxes: choose runs of one kind."
    )


def test_more_than_two_runs_can_be_compared_by_masks_only(session: Session, dataset: Path) -> None:
    for number in range(9):
        write_mask_run(f"masks-{number}", dataset)
    session.library.refresh()
    masks = session.library.runs
    for number in range(3):
        write_paired_run(f"classes-{number}", dataset)
    session.library.refresh()
    classes = [run for run in session.library.runs if comparison_of(run) is Comparison.ANSWERS]

    assert reason_against(masks[:8]) == ""
    assert reason_against(masks) == "Choose at most 8 runs."
    assert reason_against(classes) == "Choose two runs."


def test_a_run_that_goes_on_is_compared_with_nothing(session: Session, dataset: Path) -> None:
    run = write_mask_run("masks", dataset)
    RunFolder(run).write_state(RunState(status=RunStatus.FAILED))
    session.library.refresh()

    assert comparison_of(session.library.runs[0]) is None


def test_a_run_of_masks_is_compared_with_those_chosen_last(session: Session, dataset: Path) -> None:
    first, second = write_mask_run("first", dataset), write_mask_run("second", dataset)
    session.library.refresh()
    session.group.choose([first])
    compare_with_last(second, session.library, pair=session.pair, detectors=session.detectors, group=session.group)

    assert session.group.runs == (second, first)
    assert session.pair.first is None
