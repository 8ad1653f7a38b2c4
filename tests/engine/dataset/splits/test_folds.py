from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.dataset.splits.assigning import assign_splits
from tests.engine.dataset.divisible import Divided, any_pictures, with_classes


def validating(pictures: list[Divided], fold: int, folds: int = 5, **changes: str | float) -> set[int]:
    config = SplitConfig.model_validate({"folds": folds, "fold": fold, **changes})
    return {image for image, split in assign_splits(pictures, config).items() if split is Split.VALIDATION}


@settings(deadline=None, max_examples=50)
@given(any_pictures(), st.integers(2, 6), st.sampled_from(["nothing", "folder", "name"]))
def test_every_picture_validates_in_exactly_one_fold(pictures: list[Divided], folds: int, group_by: str) -> None:
    counts = Counter(
        image for fold in range(folds) for image in validating(pictures, fold, folds, group_by=group_by, seed=3)
    )

    followers = _given_for_test(pictures, group_by)
    for picture in pictures:
        if picture.moved_split is None and picture.id not in followers:
            assert counts[picture.id] == 1


def _given_for_test(pictures: list[Divided], group_by: str) -> set[int]:
    """Pictures that the dataset keeps for test, and those that follow them."""
    splits = assign_splits(pictures, SplitConfig.model_validate({"group_by": group_by, "folds": 2}))
    return {image for image, split in splits.items() if split is Split.TEST}


def test_folds_have_the_same_number_of_each_class() -> None:
    pictures = with_classes([(0,)] * 50 + [(1,)] * 20 + [(2,)] * 5)

    folds = [validating(pictures, fold) for fold in range(5)]

    counts = [Counter(pictures[image].class_indices for image in fold) for fold in folds]
    assert counts == [Counter({(0,): 10, (1,): 4, (2,): 1})] * 5


def test_classes_of_one_picture_do_not_all_validate_in_the_first_fold() -> None:
    pictures = with_classes([(number,) for number in range(10)])

    assert [len(validating(pictures, fold)) for fold in range(5)] == [2] * 5


def test_folds_of_pictures_with_several_classes_are_alike() -> None:
    pictures = with_classes([(number % 3, 3 + number % 7) for number in range(210)])

    counts = [
        Counter(index for image in validating(pictures, fold) for index in pictures[image].class_indices)
        for fold in range(5)
    ]

    assert all(13 <= count[index] <= 15 for count in counts for index in range(3))
    assert all(5 <= count[index] <= 7 for count in counts for index in range(3, 10))


def test_pictures_for_test_are_cut_before_the_folds() -> None:
    pictures = with_classes([(0,)] * 50)

    tested = [
        {image for image, split in splits.items() if split is Split.TEST}
        for splits in (assign_splits(pictures, SplitConfig(folds=4, fold=fold, test_fraction=0.2)) for fold in range(4))
    ]

    assert len(tested[0]) == 10
    assert tested == [tested[0]] * 4


def test_given_validation_is_pooled_with_training() -> None:
    pictures = [Divided(number, f"{number}", (0,), Split.VALIDATION) for number in range(10)]

    assert len(validating(pictures, 0)) == 2


@pytest.mark.parametrize(("folds", "fold"), [(1, 0), (5, 5)])
def test_a_fold_that_is_not_there_is_refused(folds: int, fold: int) -> None:
    with pytest.raises(UserError, match="no such fold"):
        validating(with_classes([(0,)] * 9), fold, folds)
