import pytest

from models.nodes import Convolution
from models.options import Option, OptionKind, options_of, parse_options
from models.problems import RuleError


def test_every_option_of_a_node_type_has_a_title_and_a_default() -> None:
    options = options_of(Convolution)

    assert list(options) == [
        "filters", "kernel", "stride", "padding", "dilation", "groups", "bias", "activation", "initial_weights",
    ]  # fmt: skip
    assert all(item.title for item in options.values())
    assert Convolution().options == {name: item.parse(item.default) for name, item in options.items()}


@pytest.mark.parametrize(
    ("kind", "details", "value"),
    [
        (OptionKind.INTEGER, {"minimum": 1}, 0),
        (OptionKind.INTEGER, {}, True),
        (OptionKind.INTEGER, {}, 2.0),
        (OptionKind.NUMBER, {"maximum": 0.9}, 0.95),
        (OptionKind.NUMBER, {}, float("nan")),
        (OptionKind.NUMBER, {}, "0.5"),
        (OptionKind.SWITCH, {}, 1),
        (OptionKind.CHOICE, {"choices": ("relu", "tanh")}, "rellu"),
        (OptionKind.CHOICE, {"choices": ("16", "32")}, 8),
        (OptionKind.CHOICE, {"choices": ("0", "1")}, True),
        (OptionKind.PAIR, {"minimum": 1}, [3]),
        (OptionKind.PAIR, {"minimum": 1}, [3, 0]),
        (OptionKind.QUAD, {}, [1, 1]),
        (OptionKind.SHAPE, {}, []),
        (OptionKind.PADDING, {"choices": ("same", "valid")}, "full"),
        (OptionKind.TABLE, {}, [0, 1]),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: OptionKind, details: dict[str, object], value: object) -> None:
    option = Option(kind, "Thing", None, **details)  # type: ignore[arg-type]  # the table above mixes kinds

    with pytest.raises(RuleError, match="Received: "):
        option.parse(value)


def test_a_choice_that_is_written_as_a_number_can_be_given_as_one() -> None:
    option = Option(OptionKind.CHOICE, "Stride", "16", choices=("16", "32"))

    assert option.parse(32) == "32"


def test_lists_from_json_become_tuples() -> None:
    option = Option(OptionKind.TABLE, "Connections", ())

    assert option.parse([[0, 1], [2]]) == ((0, 1), (2,))


def test_an_unknown_option_is_answered_with_close_names() -> None:
    options = options_of(Convolution)

    with pytest.raises(RuleError, match="Choose filters"):
        parse_options(options, {"filter": 3})
