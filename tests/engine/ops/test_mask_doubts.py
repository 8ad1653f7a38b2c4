"""Masks of which a network is sure that they are wrong somewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import NO_CLASS
from engine.ops.mask_doubts import TrustTally, confidence_of, doubts_of, holds_disc

SIDE = 32


def mask_trust(*parts: tuple[np.ndarray, np.ndarray]) -> float | None:
    tally = TrustTally()
    for true, scores in parts:
        tally.add(true, scores)
    return tally.trust()


def scores_of(predicted: np.ndarray, confidence: float = 0.95, classes: int = 3) -> np.ndarray:
    """Probabilities in which one class has ``confidence`` and the others share the rest."""
    scores = np.full((*predicted.shape, classes), (1 - confidence) / (classes - 1))
    np.put_along_axis(scores, predicted[..., np.newaxis].astype(int), confidence, axis=-1)
    return scores.astype(np.float16)


def square(value: int, *, top: int = 8, left: int = 8, side: int = 12) -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[top : top + side, left : left + side] = value
    return mask


def test_trust_is_the_softmin_of_what_the_network_says_of_the_mask() -> None:
    true = np.array([[0, 0, 1]], np.uint8)
    scores = np.array([[[0.9, 0.1], [0.5, 0.5], [0.75, 0.25]]], np.float16)

    confidences = np.array([0.9, 0.5, 0.25])
    weights = np.exp((1 - confidences) / 0.1)
    expected = float((confidences * weights / weights.sum()).sum())
    assert mask_trust((true, scores)) == pytest.approx(expected, abs=1e-3)


def test_pixels_that_nobody_knows_are_not_trusted_or_doubted() -> None:
    true = np.array([[0, NO_CLASS]], np.uint8)
    scores = np.array([[[0.8, 0.2], [0.0, 1.0]]], np.float16)

    assert mask_trust((true, scores)) == pytest.approx(0.8, abs=1e-3)
    assert mask_trust((np.full((2, 2), NO_CLASS, np.uint8), np.zeros((2, 2, 3), np.float16))) is None


def test_a_missing_object_costs_trust() -> None:
    scores = scores_of(square(2))

    right, wrong = mask_trust((square(2), scores)), mask_trust((square(0), scores))

    assert right is not None
    assert wrong is not None
    assert wrong < 0.1 < right


def test_trust_of_parts_is_that_of_the_whole_softmin() -> None:
    rng = np.random.default_rng(3)
    scores = rng.dirichlet(np.ones(3), (40, 50)).astype(np.float16)
    true = rng.choice(np.array([0, 1, 2, NO_CLASS], np.uint8), (40, 50))

    known = true != NO_CLASS
    given = np.take_along_axis(scores, np.where(known, true, 0)[..., None].astype(int), axis=-1)[..., 0]
    confidences = given[known].astype(np.float64)
    expected = np.average(confidences, weights=np.exp((confidences.min() - confidences) / 0.1))
    parts = [(true[start : start + 7], scores[start : start + 7]) for start in range(0, 40, 7)]
    assert mask_trust(*parts) == pytest.approx(expected, rel=1e-12)


def test_doubts_keep_how_sure_the_network_is_without_a_loss() -> None:
    confidences = np.array([[0.5, 0.8994, 0.9, 0.95, 0.9995, 1.0]], np.float16)
    shape = confidences.shape

    doubts = doubts_of(np.zeros(shape, np.uint8), np.ones(shape, np.uint8), confidences)

    assert doubts[0, :2].tolist() == [0, 0]
    assert [confidence_of(doubt) for doubt in doubts[0, 2:].tolist()] == confidences[0, 2:].tolist()


def test_pixels_that_are_right_or_that_nobody_knows_are_not_doubted() -> None:
    true = np.array([[1, NO_CLASS]], np.uint8)

    assert not doubts_of(true, np.ones_like(true), np.ones((1, 2), np.float16)).any()


@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=16)), st.sampled_from([2.0, 2.5, 3.2]))
def test_a_disc_fits_where_no_pixel_within_its_radius_is_outside(region: np.ndarray, radius: float) -> None:
    rows, columns = np.indices(region.shape)
    outside = np.argwhere(~region)

    expected = [
        all((row - y) ** 2 + (column - x) ** 2 > radius**2 for y, x in outside.tolist())
        for row, column in zip(rows.ravel().tolist(), columns.ravel().tolist(), strict=True)
    ]
    assert holds_disc(region, radius_px=radius).ravel().tolist() == expected
