from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.dataset.splits import assign_splits, read_splits, write_splits


@dataclass(frozen=True)
class Picture:
    id: int
    path: str
    class_index: int | None
    given_split: Split | None = None
    moved_split: Split | None = None

    @property
    def class_indices(self) -> tuple[int, ...]:
        return () if self.class_index is None else (self.class_index,)


def pictures(*sizes: int, split: Split | None = None) -> list[Picture]:
    return [
        Picture(100 * index + number, f"{index}/{number}", index, split)
        for index, size in enumerate(sizes)
        for number in range(size)
    ]


def test_given_splits_are_kept() -> None:
    train, validation = Picture(1, "a", 0, Split.TRAIN), Picture(2, "b", 0, Split.VALIDATION)
    test, free = Picture(3, "c", 0, Split.TEST), Picture(4, "d", 0)

    assert assign_splits([train, validation, test, free], SplitConfig()) == {
        1: Split.TRAIN,
        2: Split.VALIDATION,
        3: Split.TEST,
        4: Split.TRAIN,
    }


def test_missing_validation_is_cut_from_every_class() -> None:
    given = pictures(50, 10, split=Split.TRAIN)

    splits = assign_splits(given, SplitConfig(validation_fraction=0.2))

    cut = Counter(picture.class_index for picture in given if splits[picture.id] is Split.VALIDATION)
    assert cut == {0: 10, 1: 2}


def test_small_classes_keep_a_picture_for_training() -> None:
    splits = assign_splits(pictures(1, 2), SplitConfig(validation_fraction=0.9))

    assert splits == {0: Split.TRAIN, 100: splits[100], 101: splits[101]}
    assert {splits[100], splits[101]} == {Split.TRAIN, Split.VALIDATION}


def test_no_share_cuts_nothing() -> None:
    assert set(assign_splits(pictures(9), SplitConfig(validation_fraction=0)).values()) == {Split.TRAIN}


def test_test_and_validation_are_cut_apart() -> None:
    splits = assign_splits(pictures(100), SplitConfig(validation_fraction=0.2, test_fraction=0.1))

    assert Counter(splits.values()) == {Split.TRAIN: 70, Split.VALIDATION: 20, Split.TEST: 10}


def test_seed_changes_the_split() -> None:
    given = pictures(100)

    assert assign_splits(given, SplitConfig(seed=1)) == assign_splits(given[::-1], SplitConfig(seed=1))
    assert assign_splits(given, SplitConfig(seed=1)) != assign_splits(given, SplitConfig(seed=2))


@settings(deadline=None)
@given(st.integers(1, 60), st.text(max_size=5), st.floats(0.05, 0.9))
def test_adding_a_picture_moves_at_most_one_other(size: int, name: str, share: float) -> None:
    config = SplitConfig(validation_fraction=share)
    before = assign_splits(pictures(size), config)

    after = assign_splits([*pictures(size), Picture(999, f"new/{name}", 0)], config)

    assert sum(before[image] is not after[image] for image in before) <= 1


def test_written_splits_are_read_again(tmp_path: Path) -> None:
    splits = {'a, "b".png': Split.TRAIN, "ü/c\n.png": Split.TEST}

    write_splits(tmp_path / "split.csv", splits)

    assert read_splits(tmp_path / "split.csv") == splits


@pytest.mark.parametrize("content", ["", "path,split\na.png,maybe\n", "name\na\n"])
def test_changed_split_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "split.csv").write_text(content)

    with pytest.raises(UserError, match="for training"):
        read_splits(tmp_path / "split.csv")
