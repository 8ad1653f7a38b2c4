import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from engine.contract.annotations import NO_CLASS
from engine.dataset.pictures.regions.source import Region
from engine.ops.boundary_f1 import BoundaryTally, boundary_f1, boundary_tolerance
from engine.tiling.parts import parts_of

CLASSES = 3
pairs = array_shapes(min_dims=2, max_dims=2, max_side=9).flatmap(
    lambda shape: st.tuples(
        arrays(np.uint8, shape, elements=st.sampled_from([0, 1, NO_CLASS])),
        arrays(np.uint8, shape, elements=st.integers(0, CLASSES - 1)),
    )
)


def halves(width: int, cut: int) -> np.ndarray:
    """Class 0 left of a column, class 1 from there on."""
    return np.repeat((np.arange(width) >= cut)[None], 4, axis=0).astype(np.uint8)


def plain(truth: np.ndarray, taken: np.ndarray, tolerance: float) -> list[float | None]:
    """By erosion and distance maps, class by class."""
    unknown = truth == NO_CLASS
    found: list[float | None] = []
    for one in range(CLASSES):
        regions = [~unknown & (mask == one) for mask in (truth, taken)]
        edges = [region & ~ndimage.binary_erosion(region, border_value=1) for region in regions]
        if not any(edge.any() for edge in edges):
            found.append(None)
            continue
        shares = [
            (ndimage.distance_transform_edt(~other)[edge] < tolerance).mean() if edge.any() and other.any() else 0.0
            for edge, other in (edges, edges[::-1])
        ]
        found.append(2 * shares[0] * shares[1] / sum(shares) if sum(shares) else 0.0)
    return found


def test_a_boundary_that_is_off_by_less_than_the_tolerance_is_right() -> None:
    truth, taken = halves(10, 4), halves(10, 6)

    assert boundary_f1(truth, taken, classes=2, tolerance_px=2.5) == (1.0, 1.0)
    assert boundary_f1(truth, taken, classes=2, tolerance_px=2.0) == (0.0, 0.0)


def test_half_a_boundary_that_is_right_gives_precision_without_recall() -> None:
    truth = np.zeros((3, 20), np.uint8)
    truth[0, 2:6] = truth[0, 12:16] = 1
    taken = truth.copy()
    taken[0, 12:16] = 0

    # All 4 pixels of a bar touch the ground: all 4 claimed ones are right, 4 of 8 are found.
    assert boundary_f1(truth, taken, classes=2, tolerance_px=1.0)[1] == pytest.approx(2 * 1.0 * 0.5 / 1.5)


def test_without_a_boundary_there_is_no_score_and_a_false_one_scores_zero() -> None:
    whole = np.zeros((4, 4), np.uint8)
    dotted = whole.copy()
    dotted[1, 1] = 1

    assert boundary_f1(whole, whole, classes=3, tolerance_px=1.0) == (None, None, None)
    assert boundary_f1(whole, dotted, classes=3, tolerance_px=1.0) == (0.0, 0.0, None)
    assert boundary_f1(dotted, whole, classes=3, tolerance_px=1.0) == (0.0, 0.0, None)


def test_what_is_predicted_where_nothing_is_known_does_not_count() -> None:
    truth = halves(8, 4)
    truth[:, 6:] = NO_CLASS
    taken = halves(8, 4)
    taken[:, 7] = 0

    assert boundary_f1(truth, taken, classes=2, tolerance_px=1.0) == (1.0, 1.0)


@given(pairs, st.sampled_from([0.5, 1.0, 1.3, 2.0, 4.0]))
def test_scores_are_those_of_distance_maps(pair: tuple[np.ndarray, np.ndarray], tolerance: float) -> None:
    truth, taken = pair

    assert boundary_f1(truth, taken, classes=CLASSES, tolerance_px=tolerance) == pytest.approx(
        plain(truth, taken, tolerance)
    )


@given(pairs, st.sampled_from([0.5, 1.0, 1.3, 2.0, 2.9]), st.integers(1, 5))
def test_parts_with_their_margin_give_the_same_numbers(
    pair: tuple[np.ndarray, np.ndarray], tolerance: float, side: int
) -> None:
    truth, taken = pair
    height, width = truth.shape
    tally = BoundaryTally(classes=CLASSES, tolerance_px=tolerance)
    whole = Region(top=0, bottom=height, left=0, right=width)

    for part in parts_of(whole, side_px=side, margin_px=tally.margin_px, height=height, width=width):
        window = (slice(part.window.top, part.window.bottom), slice(part.window.left, part.window.right))
        tally.add(truth[window], taken[window], inside=part.inside)

    assert tally.scores() == boundary_f1(truth, taken, classes=CLASSES, tolerance_px=tolerance)


def test_the_tolerance_of_the_paper_is_a_share_of_the_diagonal() -> None:
    assert boundary_tolerance(height=300, width=400) == pytest.approx(3.75)


@pytest.mark.parametrize(("shape", "tolerance"), [((4, 5), 1.0), ((4, 10), 0.0)])
def test_what_cannot_be_compared_is_refused(shape: tuple[int, int], tolerance: float) -> None:
    with pytest.raises(ValueError, match="Received"):
        boundary_f1(halves(10, 4), np.zeros(shape, np.uint8), classes=2, tolerance_px=tolerance)
