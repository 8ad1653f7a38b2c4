import numpy as np
import pytest

from engine.contract.config import AugmentationConfig, InputConfig
from engine.data.batches import BatchMaker, BatchSettings, balanced_weights, one_hot
from engine.data.preparation import Preparation

COUNT = 50
INPUT = InputConfig(height=8, width=8, channels=1, subtract="nothing", divide_by_deviation=False, scale="0..255")
# The value of each picture is its number, so that a batch tells which pictures it holds.
PICTURES = np.repeat(np.arange(COUNT, dtype=np.uint8), 64).reshape(COUNT, 8, 8, 1)
PREPARATION = Preparation.fit(PICTURES, INPUT)
WARPS = AugmentationConfig(brightness=0, contrast=0)


def maker(
    *, is_training: bool = True, targets: np.ndarray | None = None, weights: np.ndarray | None = None, **more: object
) -> BatchMaker:
    chosen_settings: dict[str, object] = {"batch_size": 8, **more}
    settings = BatchSettings(is_training=is_training, seed=4, **chosen_settings)  # type: ignore[arg-type]
    chosen = np.arange(COUNT) if targets is None else targets
    return BatchMaker(PICTURES, chosen, PREPARATION, settings, weights=weights)


def shown(pictures: np.ndarray) -> np.ndarray:
    return np.rint(pictures[:, 4, 4, 0]).astype(int)


@pytest.mark.parametrize("budget", [0, 10**9])
@pytest.mark.parametrize("augmentation", [None, WARPS])
def test_targets_and_weights_belong_to_their_pictures_after_shuffling(
    budget: int, augmentation: AugmentationConfig | None
) -> None:
    weights = np.arange(COUNT, dtype=np.float32) / 2
    batches = maker(weights=weights, augmentation=augmentation, ready_budget_bytes=budget)

    for batch in range(batches.batches):
        pictures, targets, batch_weights = batches.make(3, batch)
        assert np.array_equal(shown(pictures), targets)
        assert np.array_equal(batch_weights, targets / 2)


def test_an_epoch_of_training_shows_every_picture_and_only_whole_batches() -> None:
    batches = maker(augmentation=WARPS)

    made = [batches.make(0, batch)[0] for batch in range(batches.batches)]

    assert {pictures.shape for pictures in made} == {(8, 8, 8, 1)}
    assert set(shown(np.concatenate(made))) == set(range(COUNT))


def test_evaluation_shows_every_picture_once_in_the_given_order() -> None:
    batches = maker(is_training=False, augmentation=WARPS, input_noise=1.0)

    made = [batches.make(0, batch)[0] for batch in range(batches.batches)]

    assert [len(pictures) for pictures in made] == [8, 8, 8, 8, 8, 8, 2]
    assert shown(np.concatenate(made)).tolist() == list(range(COUNT))


def test_batches_kept_ready_equal_batches_made_each_time() -> None:
    ready, made = maker(ready_budget_bytes=10**9), maker(ready_budget_bytes=0)

    assert ready.is_ready
    assert not made.is_ready
    assert np.array_equal(ready.make(1, 2)[0], made.make(1, 2)[0])


def test_a_batch_is_the_same_whenever_it_is_made() -> None:
    strong = AugmentationConfig(noise=0.1, cutout=0.3, rotation=90)
    first, second = maker(augmentation=strong, input_noise=0.5), maker(augmentation=strong, input_noise=0.5)
    second.make(0, 0)

    assert np.array_equal(first.make(2, 3)[0], second.make(2, 3)[0])
    assert not np.array_equal(first.make(2, 3)[0], first.make(3, 3)[0])


def test_a_picture_changes_alike_in_batches_of_any_size() -> None:
    strong = AugmentationConfig(noise=0.1, cutout=0.3, rotation=90, elastic=1.0)
    eights, ones = maker(augmentation=strong), maker(augmentation=strong, batch_size=1)

    pictures, targets = eights.make(2, 3)[:2]
    alone = [ones.make(2, batch) for batch in range(ones.batches)]

    found = {int(target): picture for (picture,), (target,) in (batch[:2] for batch in alone)}
    assert all(np.array_equal(picture, found[int(target)]) for picture, target in zip(pictures, targets, strict=True))


def test_input_noise_has_the_chosen_deviation() -> None:
    noisy, plain = maker(input_noise=0.5), maker()

    difference = np.concatenate([noisy.make(0, i)[0] - plain.make(0, i)[0] for i in range(noisy.batches)])

    assert difference.std() == pytest.approx(0.5, rel=0.05)


def test_mixup_blends_pictures_and_targets_alike() -> None:
    only_mixup = AugmentationConfig(shift=0, rotation=0, scale=0, brightness=0, contrast=0, mixup=1.0)
    pictures, targets = maker(targets=one_hot(np.arange(COUNT), COUNT), augmentation=only_mixup).make(0, 0)

    assert pictures[:, 0, 0, 0] == pytest.approx(targets @ np.arange(COUNT), abs=1e-3)
    assert (targets.max(axis=1) < 0.999).any()


def test_the_blended_pictures_of_an_epoch_are_those_whose_targets_are_mixed() -> None:
    batches = maker(targets=one_hot(np.arange(COUNT), COUNT), augmentation=AugmentationConfig(mixup=0.5))

    targets = np.concatenate([batches.make(2, batch)[1] for batch in range(batches.batches)])[:COUNT]

    order, blended = batches.order(2), batches.blended(2)
    is_whole = targets[np.arange(COUNT), order] == 1.0
    assert sorted(order) == list(range(COUNT))
    assert 0.2 < blended.mean() < 0.8
    assert is_whole[~blended[order]].all()
    assert is_whole[blended[order]].sum() <= 1  # one may be drawn as its own partner


def test_nothing_is_blended_without_augmentation() -> None:
    assert not maker().blended(0).any()


def test_mixup_needs_one_hot_targets() -> None:
    with pytest.raises(ValueError, match="one-hot"):
        maker(augmentation=AugmentationConfig(mixup=0.5))


def test_every_picture_needs_a_target() -> None:
    with pytest.raises(ValueError, match="50 and 49"):
        maker(targets=np.arange(COUNT - 1))


def test_a_batch_larger_than_the_dataset_holds_each_picture_once() -> None:
    settings = BatchSettings(batch_size=500, is_training=True)

    pictures, _ = BatchMaker(PICTURES, np.arange(COUNT), PREPARATION, settings).make(0, 0)

    assert sorted(shown(pictures)) == list(range(COUNT))


def test_balanced_weights_make_every_class_count_the_same() -> None:
    classes = np.array([0, 0, 0, 0, 0, 0, 2, 2])

    weights = balanced_weights(classes, 4)

    assert weights[classes == 0].sum() == pytest.approx(weights[classes == 2].sum())
    assert weights.mean() == pytest.approx(1.0)
