import pytest

from engine.contract.invariance import ChangeKind
from gui.pages.inspect.invariance.axes import TITLES, ChangeAxis, axis_of


def axis(kind: ChangeKind, side: int = 64, cover_px: float = 20) -> ChangeAxis:
    return axis_of(kind, width=side, height=side, cover_px=cover_px)


@pytest.mark.parametrize("side", [28, 32, 64, 100, 224, 512])
@pytest.mark.parametrize("kind", list(TITLES))
def test_a_curve_has_33_to_75_points_that_include_both_ends(kind: ChangeKind, side: int) -> None:
    chosen = axis(kind, side)

    assert 33 <= len(chosen.amounts) <= 75
    assert (chosen.amounts[0], chosen.amounts[-1]) == (chosen.low, chosen.high)


@pytest.mark.parametrize("kind", list(TITLES))
def test_the_amount_that_changes_nothing_is_a_point_of_the_curve_and_of_the_slider(kind: ChangeKind) -> None:
    chosen = axis(kind)

    assert chosen.neutral in chosen.amounts
    assert chosen.amount(chosen.position(chosen.neutral)) == chosen.neutral


@pytest.mark.parametrize("side", [28, 64, 224])
def test_shifts_of_the_curve_are_whole_pixels_or_halves_of_small_pictures(side: int) -> None:
    chosen = axis("shift_x", side)

    assert all(amount % (0.5 if side < 33 else 1) == 0 for amount in chosen.amounts)
    assert chosen.high <= side / 2


def test_a_cover_begins_and_ends_beside_the_picture() -> None:
    chosen = axis("cover", 64, cover_px=20)

    assert chosen.low <= -10
    assert chosen.high >= 74


def test_the_slider_takes_amounts_beyond_its_ends_to_them() -> None:
    chosen = axis("scale")

    assert chosen.amount(chosen.position(9)) == 2
    assert chosen.amount(chosen.position(0)) == 0.5


@pytest.mark.parametrize(
    ("kind", "amount", "words"),
    [
        ("shift_x", 2.5, "+2.5 px"),
        ("shift_y", -3, "−3 px"),
        ("rotate", -30, "−30°"),
        ("scale", 1.25, "× 1.25"),
        ("cover", 12, "12 px"),
        ("shift_x", 0, "0 px"),
    ],
)
def test_amounts_are_written_with_sign_and_unit(kind: ChangeKind, amount: float, words: str) -> None:
    assert axis(kind).words(amount) == words
