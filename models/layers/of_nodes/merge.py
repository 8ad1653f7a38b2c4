"""Keras layers of the merge family."""

from keras import layers

from models import nodes
from models.layers.of_nodes.making import Makers, Making


def _add(operation: nodes.Add, making: Making) -> list[layers.Layer]:
    return [layers.Add(**making.common)]


def _subtract(operation: nodes.Subtract, making: Making) -> list[layers.Layer]:
    return [layers.Subtract(**making.common)]


def _multiply(operation: nodes.Multiply, making: Making) -> list[layers.Layer]:
    return [layers.Multiply(**making.common)]


def _average(operation: nodes.Average, making: Making) -> list[layers.Layer]:
    return [layers.Average(**making.common)]


def _maximum(operation: nodes.Maximum, making: Making) -> list[layers.Layer]:
    return [layers.Maximum(**making.common)]


def _concatenate(operation: nodes.Concatenate, making: Making) -> list[layers.Layer]:
    return [layers.Concatenate(**making.common)]


MERGE_MAKERS: Makers = {
    nodes.Add: _add,
    nodes.Subtract: _subtract,
    nodes.Multiply: _multiply,
    nodes.Average: _average,
    nodes.Maximum: _maximum,
    nodes.Concatenate: _concatenate,
}
