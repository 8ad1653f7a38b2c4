"""The arithmetic of a value is told with its own numbers."""

from gui.pages.inspect.value.told import channel_sums, equation, filled_in, windows_of
from gui.viewer.cell_text import short
from tests.gui.pages.inspect.value.values import convolution_event, told_convolution


def test_channels_are_listed_by_what_they_add() -> None:
    sums = channel_sums(told_convolution())

    assert [(entry.channel, entry.sum) for entry in sums] == [(1, -1.0), (0, 0.25)]


def test_the_window_ends_where_the_padding_begins() -> None:
    assert windows_of(told_convolution().patches[0]) == (0, 0, 0, 1)


def test_the_steps_lead_from_the_products_to_the_networks_own_value() -> None:
    assert equation(convolution_event()) == [
        ("Sum of products", "−0.75"),
        ("Bias", "+0.25"),
        ("Before relu", "−0.5"),
        ("Value", "0"),
        ("The network's own", "0"),
        ("Difference", "0.0e+00, float32"),
    ]


def test_a_formula_is_filled_with_its_numbers() -> None:
    numbers = {"x": 2.0, "mean": -0.5, "variance": 4.0, "epsilon": 0.001, "gamma": 1.5, "beta": 0.1}

    filled = filled_in("gamma (x - mean) / sqrt(variance + epsilon) + beta", numbers)

    assert filled == "1.5 (2 - (−0.5)) / sqrt(4 + 0.001) + 0.1"


def test_numbers_in_cells_are_short() -> None:
    assert [short(value) for value in (0.0, 0.123, -0.5, 1.234, -12.34, 123.4, 0.001)] == [
        "0", ".12", "−.50", "1.23", "−12.3", "123", "0",
    ]  # fmt: skip
