"""Which maps stand side by side: all methods, all layers, the most likely classes. Free of Qt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from engine.contract.events import ModelDescribed
from gui.inspection import LAYER_METHODS, Question
from gui.pages.inspect.why.methods import allowed_methods

Preset = Literal["methods", "layers", "classes"]
PANES: Final = 6


def compared_questions(
    preset: Preset, question: Question, model: ModelDescribed, *, classes: Sequence[str]
) -> list[Question]:
    """The questions that differ from the present one in a single point.

    Args:
        preset: what differs.
        question: what is asked now.
        model: the network.
        classes: of the network, the most likely first.
    """
    match preset:
        case "methods":
            return [replace(question, method=entry.name) for entry in allowed_methods(model)]
        case "layers":
            method = question.method if question.method in LAYER_METHODS else "gradcam"
            layers = [layer.name for layer in model.layers if layer.has_positions]
            return [replace(question, method=method, layer=layer) for layer in reversed(layers)]
        case "classes":
            return [replace(question, target=name) for name in classes]


def page_of(questions: Sequence[Question], page: int) -> list[Question]:
    """The questions that are shown at once."""
    return list(questions[page * PANES : (page + 1) * PANES])


def pages(questions: Sequence[Question]) -> int:
    """How many pages they take, at least one."""
    return max(-(-len(questions) // PANES), 1)
