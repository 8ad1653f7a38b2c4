import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from engine.ops.mcnemar import mcnemar_exact

counts = st.integers(0, 400)


def test_the_value_of_the_airway_example_of_fagerland_is_found() -> None:
    """Table 1 of Fagerland et al. 2013: 1 and 7 discordant children, exact conditional p-value 0.070."""
    assert mcnemar_exact(only_first=1, only_second=7) == pytest.approx(18 / 256, rel=1e-12)


def test_runs_that_no_picture_tells_apart_do_not_differ() -> None:
    assert mcnemar_exact(only_first=0, only_second=0) == 1.0


def test_a_single_picture_says_nothing() -> None:
    assert mcnemar_exact(only_first=1, only_second=0) == 1.0


@given(counts, counts)
def test_it_is_the_two_sided_sign_test(only_first: int, only_second: int) -> None:
    total = only_first + only_second
    expected = binomtest(only_first, total, 0.5).pvalue if total else 1.0

    assert mcnemar_exact(only_first=only_first, only_second=only_second) == pytest.approx(expected, rel=1e-9)


@given(counts, counts)
def test_the_order_of_the_runs_does_not_matter(first: int, second: int) -> None:
    assert mcnemar_exact(only_first=first, only_second=second) == mcnemar_exact(only_first=second, only_second=first)


def test_many_pictures_do_not_overflow() -> None:
    expected = binomtest(50_700, 100_000, 0.5).pvalue

    assert mcnemar_exact(only_first=50_700, only_second=49_300) == pytest.approx(expected, rel=1e-7)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="only_first=-1"):
        mcnemar_exact(only_first=-1, only_second=2)
