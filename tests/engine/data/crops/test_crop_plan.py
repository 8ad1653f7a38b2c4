import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.contract.annotations import NO_CLASS
from engine.data.crops.class_places import ClassPlaces, find_class_places
from engine.data.crops.plan import centre_shares, plan_crops

CLASSES = 3
several_masks = st.lists(
    arrays(np.uint8, (4, 6), elements=st.sampled_from([0, 1, 2, NO_CLASS])), min_size=1, max_size=4
).filter(lambda masks: any((mask != NO_CLASS).any() for mask in masks))


def places(*masks: np.ndarray) -> list[ClassPlaces]:
    rng = np.random.default_rng(0)
    return [find_class_places(mask, classes=CLASSES, most=20, rng=rng) for mask in masks]


def large_and_rare() -> list[np.ndarray]:
    """Four pictures of class 0; the second has one pixel of class 1, the third many."""
    masks = [np.zeros((20, 30), np.uint8) for _ in range(4)]
    masks[1][3, 4] = 1
    masks[2][5:15, 5:25] = 1
    return masks


@settings(deadline=None)
@given(several_masks, st.integers(0, 40), st.integers(0, 100))
def test_centres_have_the_class_they_were_chosen_for(masks: list[np.ndarray], count: int, seed: int) -> None:
    crops = plan_crops(places(*masks), shares=[0.2, 0.3, 0.5], count=count, rng=np.random.default_rng(seed))

    assert len(crops.pictures) == count
    for picture, row, column, one in zip(*crops, strict=True):
        assert masks[picture][row, column] == one


@settings(deadline=None)
@given(several_masks, st.integers(1, 40), st.integers(0, 100))
def test_shares_are_kept_in_every_epoch(masks: list[np.ndarray], count: int, seed: int) -> None:
    known = places(*masks)
    shares = centre_shares(known, balance=0.7)

    crops = plan_crops(known, shares=shares, count=count, rng=np.random.default_rng(seed))

    assert (abs(np.bincount(crops.classes, minlength=CLASSES) - shares * count) < CLASSES).all()


def test_a_rare_class_is_as_often_at_the_centre_as_a_common_one() -> None:
    known = places(*large_and_rare())

    crops = plan_crops(known, shares=centre_shares(known, balance=1.0), count=40, rng=np.random.default_rng(0))

    assert np.bincount(crops.classes).tolist() == [20, 20]


def test_pictures_that_have_a_class_take_turns() -> None:
    crops = plan_crops(places(*large_and_rare()), shares=[0.5, 0.5, 0.0], count=40, rng=np.random.default_rng(0))

    assert np.bincount(crops.pictures[crops.classes == 1], minlength=4).tolist() == [0, 10, 10, 0]
    assert np.bincount(crops.pictures[crops.classes == 0], minlength=4).tolist() == [5, 5, 5, 5]


def test_without_balance_classes_come_as_often_as_they_are() -> None:
    # Class 1 has 201 of 2,400 pixels.
    assert centre_shares(places(*large_and_rare()), balance=0.0) == pytest.approx([2199 / 2400, 201 / 2400, 0])
    assert centre_shares(places(*large_and_rare()), balance=1.0) == pytest.approx([0.5, 0.5, 0])


def test_shares_of_absent_classes_fall_to_the_others() -> None:
    crops = plan_crops(places(*large_and_rare()), shares=[0.1, 0.1, 0.8], count=10, rng=np.random.default_rng(0))

    assert np.bincount(crops.classes).tolist() == [5, 5]


def test_a_share_below_one_crop_is_met_over_many_epochs() -> None:
    known, rng = places(*large_and_rare()), np.random.default_rng(0)

    epochs = [plan_crops(known, shares=[0.9, 0.1, 0.0], count=4, rng=rng).classes for _ in range(500)]

    # 0.4 crops of each epoch: the standard deviation of 500 is 11.
    assert np.concatenate(epochs).sum() == pytest.approx(200, abs=45)


def test_one_seed_gives_one_plan() -> None:
    known = places(*large_and_rare())
    plans = [plan_crops(known, shares=[1, 1, 0], count=9, rng=np.random.default_rng(seed)) for seed in (3, 3, 4)]

    assert np.array_equal(plans[0], plans[1])
    assert not np.array_equal(plans[0], plans[2])


@pytest.mark.parametrize("shares", [[1.0, -1.0, 0.0], [1.0, 1.0], [0.0, 0.0, 1.0]])
def test_shares_that_make_no_sense_are_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="Shares"):
        plan_crops(places(*large_and_rare()), shares=shares, count=3, rng=np.random.default_rng(0))


@pytest.mark.parametrize("balance", [-0.1, 1.1])
def test_a_balance_beyond_its_range_is_refused(balance: float) -> None:
    with pytest.raises(ValueError, match="balance"):
        centre_shares(places(*large_and_rare()), balance=balance)


def test_pictures_without_any_class_are_refused() -> None:
    with pytest.raises(ValueError, match="0 pixels"):
        centre_shares(places(np.full((2, 2), NO_CLASS, np.uint8)), balance=0.5)
