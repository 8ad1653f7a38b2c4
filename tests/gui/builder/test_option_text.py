"""Options that are several numbers are read and written as text."""

import pytest

from gui.builder.option_text import option_from_text, option_to_text
from models.nodes import Convolution, Input, TableConvolution, ZeroPadding
from models.options import Option, OptionKind, options_of
from models.problems import RuleError

KERNEL = options_of(Convolution)["kernel"]
STRIDE = options_of(Convolution)["stride"]
PADDING = options_of(Convolution)["padding"]
SHAPE = options_of(Input)["shape"]
TABLE = options_of(TableConvolution)["table"]
QUAD = Option(OptionKind.QUAD, "Amount", (1, 1, 1, 1), minimum=0)


@pytest.mark.parametrize(
    ("option", "value", "text"),
    [
        (KERNEL, (5, 5), "5 × 5"),
        (STRIDE, (2, 2), "2"),
        (STRIDE, (2, 1), "2 × 1"),
        (PADDING, "same", "same"),
        (PADDING, (2, 2), "2"),
        (SHAPE, (224, 224, 3), "224 × 224 × 3"),
        (QUAD, (1, 1, 2, 2), "1, 1, 2, 2"),
        (QUAD, (3, 3, 3, 3), "3"),
        (TABLE, ((0, 1), (2,)), "0 1; 2"),
    ],
)
def test_a_value_is_read_back_from_its_text(option: Option, value: object, text: str) -> None:
    assert option_to_text(option, value) == text
    assert option_from_text(option, text) == value


@pytest.mark.parametrize("text", ["5x3", "5 * 3", "5, 3", " 5 × 3 ", "5 3"])
def test_sizes_may_be_written_in_several_ways(text: str) -> None:
    assert option_from_text(KERNEL, text) == (5, 3)


@pytest.mark.parametrize("text", ["", "five", "1 × 2 × 3", "0"])
def test_what_is_no_size_is_refused_with_what_to_enter(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        option_from_text(KERNEL, text)

    assert "Received:" in refused.value.message
    assert refused.value.repair


def test_padding_takes_its_words_in_any_case() -> None:
    assert option_from_text(PADDING, "Valid") == "valid"


def test_zero_padding_keeps_its_four_sides() -> None:
    option = next(iter(options_of(ZeroPadding).values()))

    assert option_from_text(option, option_to_text(option, option.default)) == option.default
