"""Losses of pixels against examples worked by hand, plain loops, and what must hold of their gradients."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from engine.contract.annotations import NO_CLASS
from engine.inspect.gradients import value_and_gradients
from engine.losses.cross_entropy import pixel_cross_entropy
from engine.losses.dice import soft_dice
from engine.losses.focal import pixel_focal
from engine.losses.labelled_pixels import label_pixels
from engine.losses.pixel_loss import PixelLoss
from tests.engine.losses import plain_losses
from tests.engine.losses.plain_losses import Sample

EVERY_LOSS = [PixelLoss(cross_entropy=1.0), PixelLoss(dice=1.0), PixelLoss(focal=1.0), PixelLoss(focal=1.0, gamma=0.5)]
CLASSES = 3
# One shape for all examples: backends compile anew for each.
BATCH, HEIGHT, WIDTH = 2, 3, 4

# One picture of two pixels, whose scores are 0.9 and 0.1, 0.2 and 0.8; both are of the first class.
SCORES = np.array([[[[0.9, 0.1], [0.2, 0.8]]]], np.float32)
FIRST = np.zeros((1, 1, 2), np.int32)


def values(tensor: Any) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Truth with unknown pixels, logits and weights of a batch."""
    chance = np.random.default_rng(seed)
    truth = chance.choice([*range(CLASSES), NO_CLASS], (BATCH, HEIGHT, WIDTH)).astype(np.uint8)
    logits = chance.normal(0, 3, (BATCH, HEIGHT, WIDTH, CLASSES)).astype(np.float32)
    return truth, logits, chance.uniform(0, 4, truth.shape).astype(np.float32)


def gradient(loss: PixelLoss, truth: np.ndarray, logits: np.ndarray) -> np.ndarray:
    run = value_and_gradients(lambda points, inputs: (ops.sum(loss(inputs[0], points[0])), []), [])
    return values(run([logits], [truth])[1][0])


def test_cross_entropy_of_a_worked_example() -> None:
    pixels = label_pixels(FIRST, np.log(SCORES))

    np.testing.assert_allclose(values(pixel_cross_entropy(pixels)), [-(math.log(0.9) + math.log(0.2)) / 2], rtol=1e-5)


def test_weights_multiply_and_do_not_divide() -> None:
    pixels = label_pixels(FIRST, np.log(SCORES), pixel_weights=np.array([[[1.0, 10.0]]]))

    found = values(pixel_cross_entropy(pixels, class_weights=(2.0, 1.0)))

    np.testing.assert_allclose(found, [-2 * (math.log(0.9) + 10 * math.log(0.2)) / 2], rtol=1e-5)


def test_focal_loss_of_a_worked_example() -> None:
    found = values(pixel_focal(label_pixels(FIRST, np.log(SCORES))))

    np.testing.assert_allclose(found, [-(0.1**2 * math.log(0.9) + 0.8**2 * math.log(0.2)) / 2], rtol=1e-5)


def test_soft_dice_of_a_worked_example() -> None:
    found = values(soft_dice(label_pixels(FIRST, np.log(SCORES))))

    # The second class does not occur: only 2 * (0.9 + 0.2) / (2 + 1.1) counts.
    np.testing.assert_allclose(found, [1 - 2 * 1.1 / 3.1], rtol=1e-5)


def test_soft_dice_weighs_a_rare_class_as_much_as_a_common_one() -> None:
    truth = np.array([[[0, 0, 0, 1]]])
    certain = 50.0 * np.eye(2, dtype=np.float32)[[0, 0, 0, 0]][None, None]

    found = values(soft_dice(label_pixels(truth, certain)))

    np.testing.assert_allclose(found, [((1 - 6 / 7) + 1) / 2], rtol=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_every_loss_is_that_of_plain_loops(seed: int) -> None:
    truth, logits, weights = drawn(seed)
    samples = [Sample(*parts) for parts in zip(truth, logits, weights, strict=True)]
    factors = (0.5, 1.0, 3.0)

    pixels = label_pixels(truth, logits, pixel_weights=weights)

    np.testing.assert_allclose(
        values(pixel_cross_entropy(pixels, class_weights=factors, label_smoothing=0.1)),
        [plain_losses.cross_entropy(sample, factors, 0.1) for sample in samples],
        rtol=1e-4,
    )
    np.testing.assert_allclose(
        values(pixel_focal(pixels, gamma=1.5, class_weights=factors)),
        [plain_losses.focal(sample, factors, 1.5) for sample in samples],
        rtol=1e-4,
    )
    np.testing.assert_allclose(
        values(soft_dice(pixels)), [plain_losses.dice(sample, CLASSES) for sample in samples], rtol=1e-4, atol=1e-6
    )


def test_a_focal_loss_with_gamma_zero_is_the_cross_entropy() -> None:
    truth, logits, weights = drawn(1)
    pixels = label_pixels(truth, logits, pixel_weights=weights)

    np.testing.assert_allclose(values(pixel_focal(pixels, gamma=0.0)), values(pixel_cross_entropy(pixels)), rtol=1e-5)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_indices_and_one_hot_truth_mean_the_same(loss: PixelLoss) -> None:
    truth, logits, _ = drawn(2)
    one_hot = (truth[..., None] == np.arange(CLASSES)).astype(np.uint8)

    np.testing.assert_allclose(values(loss(one_hot, logits)), values(loss(truth, logits)), rtol=1e-5)


def test_a_sum_is_the_sum_of_its_parts() -> None:
    truth, logits, weights = drawn(3)
    factors = (1.0, 2.0, 0.5)
    pixels = label_pixels(truth, logits, pixel_weights=weights)
    together = PixelLoss(cross_entropy=1.0, dice=0.5, focal=2.0, gamma=3.0, class_weights=factors)

    found = values(together(truth, logits, pixel_weights=weights, label_smoothing=0.2))

    expected = (
        values(pixel_cross_entropy(pixels, class_weights=factors, label_smoothing=0.2))
        + 0.5 * values(soft_dice(pixels))
        + 2.0 * values(pixel_focal(pixels, gamma=3.0, class_weights=factors))
    )
    np.testing.assert_allclose(found, expected, rtol=1e-5)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_a_sample_without_known_pixels_costs_and_teaches_nothing(loss: PixelLoss) -> None:
    truth, logits, _ = drawn(4)
    truth[0] = NO_CLASS

    slopes = gradient(loss, truth, logits)

    assert values(loss(truth, logits))[0] == 0.0
    assert not slopes[0].any()
    assert slopes[1].any()


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_unknown_pixels_change_neither_loss_nor_gradient(loss: PixelLoss) -> None:
    truth, logits, _ = drawn(5)
    truth[:, 0, 0] = NO_CLASS
    other = logits.copy()
    other[:, 0, 0] = [40.0, -40.0, 0.0]

    np.testing.assert_allclose(values(loss(truth, other)), values(loss(truth, logits)), rtol=1e-6)
    assert not gradient(loss, truth, other)[:, 0, 0].any()


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision_is_as_good_as_its_logits(loss: PixelLoss, dtype: str) -> None:
    # A large picture: 90,000 pixels are more than float16 can count, and far more than bfloat16 can.
    chance = np.random.default_rng(6)
    truth = chance.integers(0, CLASSES, (1, 300, 300))
    logits = ops.cast(chance.normal(0, 2, (1, 300, 300, CLASSES)).astype(np.float32), dtype)

    found = values(loss(truth, logits))

    np.testing.assert_allclose(found, values(loss(truth, ops.cast(logits, "float32"))), rtol=1e-6)
    assert found.dtype == np.float32


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_certain_pixels_have_finite_gradients(loss: PixelLoss) -> None:
    logits = np.array([[[[6e4, -6e4, 0.0], [6e4, -6e4, 0.0]]]], np.float32)

    slopes = gradient(loss, np.array([[[0, 1]]]), logits)

    assert np.isfinite(values(loss(np.array([[[0, 1]]]), logits))).all()
    assert np.isfinite(slopes).all()


def test_one_class_is_refused() -> None:
    with pytest.raises(ValueError, match=r"two classes.*\(1, 1, 2, 1\)"):
        label_pixels(FIRST, np.zeros((1, 1, 2, 1), np.float32))


@pytest.mark.parametrize("factors", [{}, {"dice": -1.0, "focal": 1.0}])
def test_a_loss_of_nothing_is_refused(factors: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="one of them above 0"):
        PixelLoss(**factors)
