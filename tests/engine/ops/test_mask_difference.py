import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import NO_CLASS
from engine.ops.mask_difference import Difference, background_of, mask_difference

pairs = array_shapes(min_dims=2, max_dims=2, max_side=6).flatmap(
    lambda shape: st.tuples(
        arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 2, NO_CLASS])),
        arrays(np.uint8, shape, elements=st.integers(0, 2)),
    )
)


def test_every_case_has_its_code() -> None:
    truth = np.array([[0, 1, 1, 0, 1, NO_CLASS]], np.uint8)
    taken = np.array([[0, 1, 0, 2, 2, 1]], np.uint8)

    found = mask_difference(truth, taken, background=0)

    assert found.dtype == np.uint8
    assert [Difference(code).name for code in found[0]] == [
        "BACKGROUND", "HIT", "MISS", "FALSE", "WRONG_CLASS", "UNKNOWN",
    ]  # fmt: skip


def test_without_a_background_pixels_are_right_or_of_a_wrong_class() -> None:
    truth = np.array([[0, 1, 0, NO_CLASS]], np.uint8)
    taken = np.array([[0, 0, 1, 0]], np.uint8)

    assert mask_difference(truth, taken, background=None).tolist() == [[1, 4, 4, NO_CLASS]]


@given(pairs, st.integers(0, 2))
def test_codes_are_those_of_the_definition(pair: tuple[np.ndarray, np.ndarray], background: int) -> None:
    truth, taken = pair
    expected = {
        Difference.UNKNOWN: truth == NO_CLASS,
        Difference.BACKGROUND: (truth == taken) & (truth == background),
        Difference.HIT: (truth == taken) & (truth != background),
        Difference.MISS: (truth != NO_CLASS) & (truth != background) & (taken == background),
        Difference.FALSE: (truth == background) & (taken != background),
    }
    expected[Difference.WRONG_CLASS] = ~np.any(list(expected.values()), axis=0)

    found = mask_difference(truth, taken, background=background)

    for code, places in expected.items():
        assert np.array_equal(found == code, places)


def test_masks_of_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2, 2\) and \(2, 3\)"):
        mask_difference(np.zeros((2, 2), np.uint8), np.zeros((2, 3), np.uint8), background=0)


def test_the_background_is_known_by_its_name() -> None:
    assert background_of(("nut", "background")) == 1
    assert background_of(("road", "sky")) is None
