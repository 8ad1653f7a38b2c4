from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.dataset.splits.assigning import assign_splits, read_splits, write_splits
from engine.dataset.splits.groups import group_names
from tests.engine.dataset.divisible import Divided, any_pictures, with_classes


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


def test_a_picture_that_was_moved_stays_where_it_was_put() -> None:
    given = [
        Divided(1, "a", (0,), Split.TRAIN, Split.TEST),
        Divided(2, "b", (0,), Split.VALIDATION, Split.TRAIN),
        *(Divided(number, f"{number}", (0,)) for number in range(3, 9)),
    ]

    splits = assign_splits(given, SplitConfig())

    assert (splits[1], splits[2]) == (Split.TEST, Split.TRAIN)


def test_moving_one_picture_to_validation_still_cuts_the_others() -> None:
    given = [Divided(number, f"{number}", (0,)) for number in range(20)]
    moved = [Divided(20, "moved", (0,), moved_split=Split.VALIDATION), *given]

    splits = assign_splits(moved, SplitConfig(validation_fraction=0.2))

    assert Counter(splits.values()) == {Split.VALIDATION: 5, Split.TRAIN: 16}


def test_pictures_with_several_classes_leave_each_class_its_share() -> None:
    given = with_classes([(number % 2, 2 + number % 5, 7 + number % 3) for number in range(300)])

    splits = assign_splits(given, SplitConfig(validation_fraction=0.2))

    counts = Counter(
        index for picture in given if splits[picture.id] is Split.VALIDATION for index in picture.class_indices
    )
    assert all(abs(counts[index] - 30) <= 1 for index in (0, 1))
    assert all(abs(counts[index] - 12) <= 1 for index in range(2, 7))
    assert all(abs(counts[index] - 20) <= 1 for index in range(7, 10))


def test_a_rare_class_among_several_is_in_both_splits() -> None:
    given = with_classes([(0,)] * 40 + [(0, 1)] * 2)

    splits = assign_splits(given, SplitConfig(validation_fraction=0.2))

    assert {splits[40], splits[41]} == {Split.TRAIN, Split.VALIDATION}


@settings(deadline=None, max_examples=80)
@given(any_pictures(), st.sampled_from(["folder", "name"]), st.integers(0, 3), st.integers(0, 9))
def test_groups_never_straddle_splits(pictures: list[Divided], group_by: str, folds: int, seed: int) -> None:
    free = [replace(picture, given_split=None, moved_split=None) for picture in pictures]
    config = SplitConfig.model_validate(
        {"group_by": group_by, "folds": folds + 2 * (folds == 1), "seed": seed, "test_fraction": 0.2}
    )

    splits = assign_splits(free, config)

    groups: dict[str, set[Split]] = {}
    for picture, name in zip(free, group_names([picture.path for picture in free], config), strict=True):
        groups.setdefault(name, set()).add(splits[picture.id])
    assert all(len(found) == 1 for found in groups.values())


@settings(deadline=None, max_examples=80)
@given(any_pictures(), st.sampled_from(["nothing", "folder", "name"]), st.randoms())
def test_any_pictures_are_divided_the_same_in_any_order(pictures: list[Divided], group_by: str, random: Random) -> None:
    config = SplitConfig.model_validate({"group_by": group_by, "test_fraction": 0.1})
    shuffled = random.sample(pictures, len(pictures))

    splits = assign_splits(pictures, config)

    assert splits == assign_splits(shuffled, config)
    assert splits.keys() == {picture.id for picture in pictures}
    assert all(splits[picture.id] is picture.moved_split for picture in pictures if picture.moved_split)


def test_pictures_without_a_split_follow_their_group() -> None:
    given = [Divided(1, "a/1", (0,), Split.TEST), Divided(2, "a/2", (0,)), *with_classes([(0,)] * 8)[3:]]

    splits = assign_splits(given, SplitConfig(group_by="folder"))

    assert splits[2] is Split.TEST


def test_two_large_groups_still_give_a_validation_split() -> None:
    given = [Divided(number, f"{number % 2}/{number}", (0,)) for number in range(100)]

    splits = assign_splits(given, SplitConfig(group_by="folder", validation_fraction=0.1))

    assert Counter(splits.values()) == {Split.TRAIN: 50, Split.VALIDATION: 50}
