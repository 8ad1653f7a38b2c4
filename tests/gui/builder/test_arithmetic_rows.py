"""The arithmetic of a layer gives the numbers of the table."""

import ast
import re
from collections.abc import Callable
from fractions import Fraction
from math import floor

import pytest

from gui.builder.arithmetic_rows import Sum, arithmetic_rows
from models.arithmetic import examine
from models.catalogue import ARCHITECTURES, architecture
from models.graph import Graph, Node
from models.nodes import (
    NODE_TYPES,
    AveragePooling,
    BatchNormalisation,
    BedOfNails,
    Concatenate,
    Convolution,
    Crop,
    Dense,
    DepthwiseConvolution,
    Flatten,
    Input,
    NodeType,
    ParametricRelu,
    SeparableConvolution,
    TransposedConvolution,
    Upsampling,
    ZeroPadding,
)  # fmt: skip
from models.nodes.base import Shape

OTHER_OPERATIONS = (
    Convolution(12, (3, 5), (2, 1), "valid", groups=2), Convolution(8, (3, 3), dilation=(2, 3), padding=(1, 4)),
    DepthwiseConvolution((3, 3), multiplier=2), SeparableConvolution(8, (5, 5), bias=False),
    TransposedConvolution(6, (4, 4), (2, 2), (1, 1)), TransposedConvolution(6, (2, 2), (3, 3), "valid"),
    AveragePooling((3, 2), (2, 2), "same"), Upsampling((3, 2)), BedOfNails(), ZeroPadding((1, 2, 3, 4)),
    Crop((1, 2, 0, 3)), BatchNormalisation(scale=False), ParametricRelu(), Flatten(),
    *(node_type() for name, node_type in NODE_TYPES.items() if name != "opaque" and node_type.input_count == 1),
)  # fmt: skip


def _sums_of(graph: Graph) -> dict[str, dict[str, Sum]]:
    rows = examine(graph).by_name
    return {
        node.name: {item.name: item for item in arithmetic_rows(node, rows[node.name], rows)}
        for node in graph.nodes
        if node.name in rows
    }


def _sums(network: str, layer: str) -> dict[str, Sum]:
    return _sums_of(architecture(network).graph())[layer]


def _behind(operation: NodeType, shape: Shape) -> dict[str, Sum]:
    nodes = (
        Node("input", Input(shape)),
        Node("before", AveragePooling() if len(shape) == 3 else BatchNormalisation(), ("input",)),
        Node("node", operation, ("before",)),
    )
    return _sums_of(Graph("test", nodes, ("node",))).get("node", {})


def _line(item: Sum) -> tuple[str, str]:
    return item.formula, item.result


def test_the_first_layer_of_alexnet_is_calculated_as_in_the_book() -> None:
    sums = _sums("alexnet", "conv1")

    assert _line(sums["Output size"]) == ("(227 − 11 + 2 · 0) / 4 + 1 =", "55")
    assert _line(sums["Parameters"]) == ("11 · 11 · 3 · 96 + 96 =", "34,944")
    assert _line(sums["Multiply-adds"]) == ("55 · 55 · 96 · 363 =", "105,415,200")
    assert _line(sums["Memory per picture"]) == ("290,400 · 4 B =", "1.16 MB")


def test_the_first_layer_of_lenet_is_calculated_step_by_step() -> None:
    sums = _sums("lenet5", "c1")

    assert _line(sums["Output size"]) == ("(32 − 5 + 2 · 0) / 1 + 1 =", "28")
    assert _line(sums["Parameters"]) == ("5 · 5 · 1 · 6 + 6 =", "156")
    assert _line(sums["Multiply-adds"]) == ("28 · 28 · 6 · 25 =", "117,600")
    assert _line(sums["Receptive field"]) == ("1 + (5 − 1) · 1 =", "5 px")


def test_what_is_rounded_down_is_marked() -> None:
    assert _sums("resnet18", "stem")["Output size"].formula == "⌊(224 − 7 + 2 · 3) / 2⌋ + 1 ="


def test_after_a_dense_layer_the_whole_input_is_seen() -> None:
    assert _sums("mlp", "logits")["Receptive field"].result == "whole input"


def test_groups_see_their_part_of_the_channels() -> None:
    assert _behind(Convolution(8, (3, 3), groups=2), (8, 8, 4))["Parameters"].formula == "3 · 3 · (4 / 2) · 8 + 8 ="


def test_a_transposed_convolution_enlarges() -> None:
    sums = _behind(TransposedConvolution(6, (4, 4), (2, 2), (1, 1)), (8, 8, 4))

    assert _line(sums["Output size"]) == ("(4 − 1) · 2 + 4 − 2 · 1 =", "8")
    assert _line(sums["Multiply-adds"]) == ("4 · 4 · 4 · 4 · 4 · 6 =", "6,144")
    assert _line(sums["Stride"]) == ("2 / 2 =", "1 px")


def test_taps_of_a_dilated_kernel_are_apart() -> None:
    sums = _behind(Convolution(8, (3, 3), padding="valid", dilation=(2, 2)), (32, 32, 4))

    assert sums["Output size"].formula == "(16 − ((3 − 1) · 2 + 1) + 2 · 0) / 1 + 1 ="


def test_a_depthwise_separable_convolution_has_two_kinds_of_weights() -> None:
    assert _behind(SeparableConvolution(8), (8, 8, 4))["Parameters"].formula == "3 · 3 · 4 + 4 · 8 + 8 ="


def test_channels_of_a_concatenation_add_up() -> None:
    sums = _sums("googlenet", "inception3a_concatenate")

    assert _line(sums["Channels"]) == ("64 + 128 + 32 + 32 =", "256")


def test_the_field_of_a_merge_is_the_largest_of_its_paths() -> None:
    assert _sums("resnet18", "stage1_block1_sum")["Receptive field"].formula == "max(27, 11) ="


def test_axes_that_differ_have_a_line_each() -> None:
    sums = _behind(Convolution(8, (3, 5)), (32, 32, 4))

    assert _line(sums["Receptive field, rows"]) == ("2 + (3 − 1) · 2 =", "6 px")
    assert _line(sums["Receptive field, columns"]) == ("2 + (5 − 1) · 2 =", "10 px")


def test_shared_weights_are_those_of_another_layer() -> None:
    nodes = (
        Node("input", Input((8, 8, 4))),
        Node("a", Convolution(4), ("input",)),
        Node("b", Convolution(4), ("a",), weights_of="a"),
    )

    assert _line(_sums_of(Graph("", nodes, ("b",)))["b"]["Parameters"]) == ("", "those of a")


def test_concatenated_vectors_have_values() -> None:
    nodes = (
        Node("input", Input((6,))),
        Node("a", Dense(4), ("input",)),
        Node("both", Concatenate(), ("a", "input")),
    )

    assert _line(_sums_of(Graph("", nodes, ("both",)))["both"]["Values"]) == ("4 + 6 =", "10")


@pytest.mark.parametrize("name", list(ARCHITECTURES))
def test_every_filled_in_formula_of_a_known_network_gives_its_result(name: str) -> None:
    sums = [item for layer in _sums_of(architecture(name).graph()).values() for item in layer.values()]

    assert _wrong(sums) == []


@pytest.mark.parametrize("shape", [(23, 17, 8), (16, 16, 8), (24,)])
@pytest.mark.parametrize("operation", OTHER_OPERATIONS)
def test_every_filled_in_formula_of_a_layer_gives_its_result(operation: NodeType, shape: Shape) -> None:
    assert _wrong(list(_behind(operation, shape).values())) == []


def _wrong(sums: list[Sum]) -> list[Sum]:
    return [
        item for item in sums if item.formula and not item.formula.endswith("B =") and _value(item) != _result(item)
    ]


def _value(item: Sum) -> Fraction:
    text = re.sub(r"(?<=\d),(?=\d)", "", item.formula.removesuffix("=").strip())
    for sign, plain in (("·", "*"), ("−", "-"), ("⌊", "floor("), ("⌋", ")")):
        text = text.replace(sign, plain)
    return _calculate(ast.parse(text, mode="eval").body)


OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: Fraction.__add__,
    ast.Sub: Fraction.__sub__,
    ast.Mult: Fraction.__mul__,
    ast.Div: Fraction.__truediv__,
}


def _calculate(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int(value)):
            return Fraction(value)
        case ast.BinOp(left=left, op=operator, right=right):
            return OPERATIONS[type(operator)](_calculate(left), _calculate(right))
        case ast.Call(func=ast.Name(id="floor"), args=[inner]):
            return Fraction(floor(_calculate(inner)))
        case ast.Call(func=ast.Name(id="max"), args=arguments):
            return max(map(_calculate, arguments))
        case _:
            raise ValueError(ast.dump(node))


def _result(item: Sum) -> Fraction:
    return Fraction(item.result.replace(",", "").removesuffix(" px"))
