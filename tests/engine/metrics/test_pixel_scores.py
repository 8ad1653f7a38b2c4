"""Metrics of pixels against examples worked by hand and plain sets of pixels."""

from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers, ops

from engine.contract.annotations import NO_CLASS
from engine.losses.pixel_loss import PixelLoss
from engine.metrics.pixel_confusion import PixelConfusion
from engine.metrics.pixel_scores import MeanDice, MeanIoU, PixelAccuracy

CLASSES = 4
METRICS = [MeanIoU, MeanDice, PixelAccuracy]

# Of five known pixels three are right; the class 3 occurs nowhere.
TRUTH = np.array([[[0, 0, 0], [1, 2, NO_CLASS]]], np.uint8)
TAKEN = np.array([[[0, 0, 1], [1, 1, 3]]])


def logits(taken: np.ndarray) -> np.ndarray:
    return 5.0 * np.eye(CLASSES, dtype=np.float32)[taken]


def measured(metric: PixelConfusion, *batches: tuple[np.ndarray, np.ndarray], weights: Any = None) -> float:
    for truth, taken in batches:
        metric.update_state(truth, logits(taken), sample_weight=weights)
    return float(ops.convert_to_numpy(metric.result()))


def plain(truth: np.ndarray, taken: np.ndarray) -> dict[type, float]:
    """The same by sets of pixels, class by class."""
    ious, dices, known = [], [], truth != NO_CLASS
    for one in range(CLASSES):
        true = set(map(tuple, np.argwhere(known & (truth == one))))
        claimed = set(map(tuple, np.argwhere(known & (taken == one))))
        if true | claimed:
            ious.append(len(true & claimed) / len(true | claimed))
            dices.append(2 * len(true & claimed) / (len(true) + len(claimed)))
    right = np.count_nonzero(known & (truth == taken))
    return {
        MeanIoU: sum(ious) / max(len(ious), 1),
        MeanDice: sum(dices) / max(len(dices), 1),
        PixelAccuracy: right / max(np.count_nonzero(known), 1),
    }


def test_scores_of_a_worked_example() -> None:
    batch = (TRUTH, TAKEN)

    # Class 0: 2 of 3 pixels; class 1: 1 of 1, and 2 false ones; class 2: 0 of 1.
    assert measured(MeanIoU(CLASSES), batch) == pytest.approx((2 / 3 + 1 / 3 + 0) / 3)
    assert measured(MeanDice(CLASSES), batch) == pytest.approx((4 / 5 + 2 / 4 + 0) / 3)
    assert measured(PixelAccuracy(CLASSES), batch) == pytest.approx(3 / 5)


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_batches_add_up_to_the_scores_of_all_pixels(metric: type[PixelConfusion], seed: int) -> None:
    chance = np.random.default_rng(seed)
    truth = chance.choice([0, 1, 2, NO_CLASS], (4, 2, 3)).astype(np.uint8)
    taken = chance.integers(0, CLASSES, truth.shape)

    found = measured(metric(CLASSES), (truth[:2], taken[:2]), (truth[2:], taken[2:]))

    assert found == pytest.approx(plain(truth, taken)[metric], abs=1e-6)


@pytest.mark.parametrize("metric", METRICS)
def test_one_hot_truth_counts_as_indices_do(metric: type[PixelConfusion]) -> None:
    one_hot = (TRUTH[..., None] == np.arange(CLASSES)).astype(np.float32)

    assert measured(metric(CLASSES), (one_hot, TAKEN)) == measured(metric(CLASSES), (TRUTH, TAKEN))


@pytest.mark.parametrize("metric", METRICS)
def test_without_known_pixels_scores_are_zero_and_not_nan(metric: type[PixelConfusion]) -> None:
    unknown = np.full_like(TRUTH, NO_CLASS)

    assert measured(metric(CLASSES), (unknown, TAKEN)) == 0.0


def test_weights_count_pictures_or_pixels_more_than_once() -> None:
    truth, taken = np.array([[[0]], [[0]]]), np.array([[[0]], [[1]]])

    assert measured(PixelAccuracy(CLASSES), (truth, taken), weights=np.array([3, 1])) == pytest.approx(3 / 4)
    assert measured(PixelAccuracy(CLASSES), (truth, taken), weights=np.array([[[1]], [[0]]])) == 1.0


@pytest.mark.parametrize("metric", METRICS)
def test_a_new_epoch_forgets_the_last_one(metric: type[PixelConfusion]) -> None:
    one = metric(CLASSES)
    measured(one, (TRUTH, TAKEN))
    one.reset_state()

    assert measured(one, (TRUTH[:, :1, :2], TAKEN[:, :1, :2])) == 1.0


@pytest.mark.parametrize("metric", METRICS)
def test_a_metric_is_made_again_from_its_config(metric: type[PixelConfusion]) -> None:
    again = metric.from_config(metric(CLASSES).get_config())

    assert measured(again, (TRUTH, TAKEN)) == measured(metric(CLASSES), (TRUTH, TAKEN))


def test_half_precision_does_not_stop_the_count() -> None:
    keras.config.set_floatx("bfloat16")
    try:
        metric = PixelAccuracy(CLASSES)
    finally:
        keras.config.set_floatx("float32")
    right = np.zeros((1, 40, 40), np.int64)

    found = measured(metric, (right, right), (right, right), (right[:, :1, :1], right[:, :1, :1] + 1))

    assert found == pytest.approx(3200 / 3201, abs=1e-7)


def test_a_network_that_learns_colours_ends_near_one() -> None:
    """A convolution of one pixel tells three colours apart; loss and metrics compile with it."""
    pictures = np.eye(3, dtype=np.float32)[np.random.default_rng(0).integers(0, 3, (8, 6, 6))]
    truth = pictures.argmax(axis=-1).astype(np.uint8)
    truth[:, 0] = NO_CLASS
    network = keras.Sequential([keras.Input((6, 6, 3)), layers.Conv2D(3, 1, kernel_initializer="zeros")])
    network.compile(
        optimizer=keras.optimizers.Adam(0.3),
        loss=PixelLoss(cross_entropy=1.0, dice=1.0),
        metrics=[MeanIoU(3), MeanDice(3), PixelAccuracy(3)],
    )

    history = network.fit(pictures, truth, batch_size=4, epochs=15, verbose=0).history

    assert history["loss"][-1] < 0.5 * history["loss"][0]
    assert min(history[name][-1] for name in ("mean_iou", "mean_dice", "pixel_accuracy")) == pytest.approx(1.0)
