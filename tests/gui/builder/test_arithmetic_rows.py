"""The arithmetic of a layer gives the numbers of the table."""

import ast

import pytest

from gui.builder.arithmetic_rows import Sum, arithmetic_rows
from models.arithmetic import analyse
from models.catalogue import ARCHITECTURES, architecture

COUNTED = ("Output values", "Parameters", "Multiply-adds")


def _sums(network: str, layer: str) -> dict[str, Sum]:
    graph = architecture(network).graph()
    rows = {row.name: row for row in analyse(graph).rows}
    return {item.name: item for item in arithmetic_rows(graph.node(layer), rows[layer], rows)}


def test_the_first_layer_of_lenet_is_calculated_step_by_step() -> None:
    sums = _sums("lenet5", "c1")

    assert (sums["Output size"].formula, sums["Output size"].result) == ("(32 − 5) / 1 + 1 =", "28")
    assert (sums["Parameters"].formula, sums["Parameters"].result) == ("5 · 5 · 1 · 6 + 6 =", "156")
    assert (sums["Multiply-adds"].formula, sums["Multiply-adds"].result) == ("28 · 28 · 6 · 25 =", "117,600")
    assert (sums["Receptive field"].formula, sums["Receptive field"].result) == ("1 + (5 − 1) · 1 =", "5 px")


def test_padding_stands_in_the_output_size() -> None:
    assert _sums("resnet18", "stem")["Output size"].formula == "(224 − 7 + 2 · 3) / 2 + 1 ="


def test_after_a_dense_layer_the_whole_input_is_seen() -> None:
    assert _sums("mlp", "logits")["Receptive field"].result == "whole input"


@pytest.mark.parametrize("name", list(ARCHITECTURES))
def test_every_filled_in_formula_gives_its_result(name: str) -> None:
    graph = architecture(name).graph()
    rows = {row.name: row for row in analyse(graph).rows}
    sums = [item for node in graph.nodes for item in arithmetic_rows(node, rows[node.name], rows)]

    wrong = [item for item in sums if item.name in COUNTED and item.formula and _value(item) != _result(item)]

    assert wrong == []


def _value(item: Sum) -> int:
    tree = ast.parse(item.formula.removesuffix("=").strip().replace("·", "*").replace(",", ""), mode="eval")
    return _calculate(tree.body)


def _calculate(node: ast.expr) -> int:
    match node:
        case ast.Constant(value=int(value)):
            return value
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _calculate(left) * _calculate(right)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _calculate(left) + _calculate(right)
        case _:
            raise ValueError(ast.dump(node))


def _result(item: Sum) -> int:
    return int(item.result.replace(",", ""))
