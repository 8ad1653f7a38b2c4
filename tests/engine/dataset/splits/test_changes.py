from pathlib import Path

import pytest

from engine.contract.config import SplitConfig
from engine.contract.dataset import ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.splits.changes import change_split, current_split_config, save_split
from engine.dataset.splits.file import SplitFile, read_split_file
from tests.engine.dataset.small_datasets import opened, save_picture, save_pictures

PATHS = [f"{kind}/{kind}{number}.png" for kind in ("cat", "dog") for number in range(10)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "data", PATHS)


@pytest.fixture
def index(folder: Path) -> Path:
    with opened(folder) as opening:
        return opening.path


def split_of(index: Path, path: str) -> Split | None:
    with DatasetIndex(index) as opening:
        row = opening.image(path)
    assert row is not None
    return row.split


def counts(index: Path) -> dict[Split, int]:
    with DatasetIndex(index) as opening:
        summary = opening.summary()
        assert opening.split_counts() == summary.training_splits
        return opening.split_counts()


def test_a_new_index_is_divided_as_usual(index: Path) -> None:
    assert current_split_config(index) == SplitConfig()
    assert counts(index) == {Split.TRAIN: 16, Split.VALIDATION: 4}


def test_shares_are_changed_and_kept(index: Path) -> None:
    config = SplitConfig(validation_fraction=0.3, test_fraction=0.1)

    change_split(index, config=config)

    assert current_split_config(index) == config
    assert counts(index) == {Split.TRAIN: 12, Split.VALIDATION: 6, Split.TEST: 2}


def test_the_summary_says_how_somebody_divided_the_pictures(index: Path) -> None:
    config = SplitConfig(folds=5, fold=2)
    with DatasetIndex(index) as opening:
        assert opening.summary().split_config is None

    change_split(index, config=config)

    with DatasetIndex(index) as opening:
        assert opening.summary().split_config == config


def test_a_moved_picture_stays_when_the_others_are_divided_anew(index: Path) -> None:
    change_split(index, moved={"cat/cat1.png": Split.TEST})
    change_split(index, config=SplitConfig(seed=99))

    assert split_of(index, "cat/cat1.png") is Split.TEST


def test_a_picture_that_is_taken_back_is_where_it_was(index: Path) -> None:
    before = split_of(index, "cat/cat1.png")
    change_split(index, moved={"cat/cat1.png": Split.TEST})

    change_split(index, moved={"cat/cat1.png": None})

    assert split_of(index, "cat/cat1.png") is before
    with DatasetIndex(index) as opening:
        row = opening.image("cat/cat1.png")
    assert row is not None
    assert not row.is_moved


def test_opening_again_keeps_moves_and_config(folder: Path, index: Path) -> None:
    config = SplitConfig(validation_fraction=0.5)
    change_split(index, config=config, moved={"cat/cat1.png": Split.TEST})
    save_picture(folder / "cat" / "new.png", (9, 9, 9))

    opened(folder).close()

    assert current_split_config(index) == config
    assert split_of(index, "cat/cat1.png") is Split.TEST
    assert counts(index) == {Split.TRAIN: 10, Split.VALIDATION: 10, Split.TEST: 1}


def test_a_split_file_is_followed_in_place_of_earlier_moves(index: Path, tmp_path: Path) -> None:
    change_split(index, moved={"cat/cat1.png": Split.TEST})
    save_split(index, tmp_path / "split.csv")
    change_split(index, config=SplitConfig(seed=5), moved={"dog/dog3.png": Split.TEST})

    change_split(index, file=read_split_file(tmp_path / "split.csv"))

    save_split(index, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_text() == (tmp_path / "split.csv").read_text()
    assert split_of(index, "dog/dog3.png") is not Split.TEST


def test_unknown_pictures_of_a_split_file_are_problems_until_the_next_one(index: Path) -> None:
    known = {"cat/cat1.png": Split.TEST}
    places = {"cat/cat1.png": "row 2", "gone.png": "row 3"}

    change_split(index, file=SplitFile("s.csv", {**known, "gone.png": Split.TRAIN}, places))

    with DatasetIndex(index) as opening:
        problems = opening.problems()
        assert opening.summary().problem_count == len(problems)
    assert ("gone.png", "s.csv, row 3") in [
        (problem.path, problem.place) for problem in problems if problem.code is ProblemCode.MISSING_PICTURE
    ]
    change_split(index, file=SplitFile("s.csv", known, places))
    with DatasetIndex(index) as opening:
        assert not [problem for problem in opening.problems() if problem.path == "gone.png"]


def test_a_config_that_cannot_be_used_changes_nothing(index: Path) -> None:
    with pytest.raises(UserError, match="no regular expression"):
        change_split(index, config=SplitConfig(group_by="name", group_pattern="("), moved={PATHS[0]: Split.TEST})

    assert current_split_config(index) == SplitConfig()
    assert split_of(index, PATHS[0]) is not Split.TEST


def test_one_group_of_all_pictures_is_refused(index: Path) -> None:
    with pytest.raises(UserError, match="All pictures are in one group"):
        change_split(index, config=SplitConfig(group_by="name", group_pattern="^()"))


def test_a_place_that_cannot_be_written_is_said(index: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cannot write the split"):
        save_split(index, tmp_path / "none" / "split.csv")
