import os
import shutil
from pathlib import Path

import pytest

from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from gui.pages.runs.pictures.reading import (
    ANSWERS,
    ComparedRuns,
    RunsToCompare,
    compare_answers,
    look_up,
    why_nothing,
)
from gui.runs.comparable import reason_against
from gui.session import Session
from tests.gui.labels.moved_picture import move_picture
from tests.gui.pages.runs.pictures.sample_pair import FIRST, SECOND, SPLITS, A, B, write_paired_run, write_results
from tests.gui.sample_pictures import write_pictures
from tests.gui.sample_runs import sample_config, write_run

VALIDATION, TRAIN, TEST = Split.VALIDATION, Split.TRAIN, Split.TEST


@pytest.fixture
def dataset(session: Session, tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    return folder


def read(first: Path, second: Path, *, split: Split = VALIDATION, with_trained: bool = False) -> RunsToCompare:
    return RunsToCompare.read(first, second, split, with_trained=with_trained)


def test_evaluations_that_are_not_there_are_missing(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)
    write_results(first, *FIRST)

    assert read(first.path, second.path).missing(ANSWERS.evaluated_on) == ((second.path, VALIDATION),)


def test_an_evaluation_that_is_older_than_the_network_is_missing(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)
    write_results(first, *FIRST)
    write_results(second, *SECOND)
    later = (second.evaluation / "validation" / "images.csv").stat().st_mtime + 100
    os.utime(second.model, (later, later))

    assert read(first.path, second.path).missing(ANSWERS.evaluated_on) == ((second.path, VALIDATION),)


def test_an_evaluation_on_another_dataset_does_not_count(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)
    write_results(first, *FIRST)
    write_results(second, *SECOND, dataset="/another/dataset")

    assert read(first.path, second.path).missing(ANSWERS.evaluated_on) == ((second.path, VALIDATION),)


def test_both_evaluations_are_joined(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)
    write_results(first, *FIRST)
    write_results(second, *SECOND)

    compared = compare_answers(read(first.path, second.path))

    assert [picture.path for picture in compared.joined.pictures][:1] == [B]
    assert (compared.first.name, compared.second.name) == ("old", "new")


def test_pictures_that_one_run_trained_on_need_its_evaluation_only_when_they_count(dataset: Path) -> None:
    first = write_paired_run("old", dataset)
    second = write_paired_run("new", dataset, splits=SPLITS | {A: TRAIN, B: TEST})

    fair = read(first.path, second.path)
    everything = read(first.path, second.path, with_trained=True)

    assert A not in fair.chosen
    assert set(fair.missing(ANSWERS.evaluated_on)) == {
        (first.path, VALIDATION),
        (second.path, VALIDATION),
        (second.path, TEST),
    }
    assert A in everything.chosen
    assert (second.path, TRAIN) in everything.missing(ANSWERS.evaluated_on)


def test_a_deleted_run_is_told(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)
    shutil.rmtree(second.path)

    with pytest.raises(UserError, match="new is no longer there"):
        read(first.path, second.path)


def test_a_file_has_no_pictures_to_compare_on(dataset: Path) -> None:
    run = write_paired_run("old", dataset)

    with pytest.raises(UserError, match=r"model\.keras is a file"):
        read(run.path, run.model)


def test_runs_of_different_datasets_are_refused(dataset: Path, tmp_path: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", tmp_path / "others")

    with pytest.raises(UserError, match="different datasets: pictures and others"):
        read(first.path, second.path)


def test_a_dataset_that_moved_is_told(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)
    dataset.rename(dataset.with_name("elsewhere"))

    with pytest.raises(UserError, match="no longer at"):
        read(first.path, second.path)


def test_a_run_is_not_compared_with_itself(dataset: Path) -> None:
    run = write_paired_run("old", dataset)

    with pytest.raises(UserError, match="both sides"):
        read(run.path, run.path)


def test_a_split_that_no_run_has_is_told(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)

    assert "Neither run has test pictures" in why_nothing(read(first.path, second.path, split=TEST))


def test_a_split_without_a_fair_picture_is_told(dataset: Path) -> None:
    first = write_paired_run("old", dataset)
    second = write_paired_run("new", dataset, splits=dict.fromkeys(SPLITS, TRAIN))

    assert "none among 5 validation pictures" in why_nothing(read(first.path, second.path))
    assert why_nothing(read(first.path, second.path, with_trained=True)) == ""


def test_two_ended_runs_of_the_same_pictures_can_be_compared(session: Session, dataset: Path) -> None:
    write_paired_run("old", dataset)
    write_paired_run("new", dataset)
    session.library.refresh()

    assert reason_against(session.library.runs) == ""
    assert reason_against(session.library.runs[:1]) == "Choose two runs."


def test_a_run_without_a_network_cannot_be_compared(session: Session, dataset: Path) -> None:
    write_paired_run("old", dataset)
    RunFolder(write_run("new", sample_config(dataset=str(dataset)))).write_state(RunState(status=RunStatus.FAILED))
    session.library.refresh()

    assert (
        reason_against(session.library.runs)
        == "All need a trained network that answers about pictures, and must have ended."
    )


def test_runs_of_different_pictures_cannot_be_chosen(session: Session, dataset: Path, tmp_path: Path) -> None:
    write_paired_run("old", dataset)
    write_paired_run("new", tmp_path / "others")
    session.library.refresh()

    assert reason_against(session.library.runs) == "They learned from different datasets."


def test_a_look_up_gets_as_far_as_the_folders_allow(dataset: Path) -> None:
    first, second = write_paired_run("old", dataset), write_paired_run("new", dataset)
    refused = look_up(first.path, first.path, VALIDATION, with_trained=False, way=ANSWERS)
    unevaluated = look_up(first.path, second.path, VALIDATION, with_trained=False, way=ANSWERS)
    write_results(first, *FIRST)
    write_results(second, *SECOND)

    complete = look_up(first.path, second.path, VALIDATION, with_trained=False, way=ANSWERS)

    assert isinstance(refused, UserError)
    assert isinstance(unevaluated, RunsToCompare)
    assert isinstance(complete, ComparedRuns)


def test_a_picture_that_was_moved_between_two_runs_is_one_picture(session: Session, tmp_path: Path) -> None:
    dataset = write_pictures(tmp_path / "moved")
    first = write_paired_run("old", dataset)
    write_results(first, *FIRST)

    moved = move_picture(dataset, A, "square")
    splits = {moved if path == A else path: split for path, split in SPLITS.items()}
    second = write_paired_run("new", dataset, splits=splits)
    write_results(second, *(each.model_copy(update={"image": moved}) if each.image == A else each for each in SECOND))
    compared = compare_answers(read(first.path, second.path))

    assert {picture.path for picture in compared.joined.pictures} == splits.keys() - {"circle/3.png"}
