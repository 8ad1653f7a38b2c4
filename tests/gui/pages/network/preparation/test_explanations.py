"""Every choice of the preparation is explained in one sentence."""

from typing import get_args

import pytest

from engine.contract.config import InputConfig
from gui.pages.network.preparation.explanations import explanations


def _config(**settings: object) -> InputConfig:
    return InputConfig(height=32, width=32, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["fit", "scale", "subtract"])
def test_every_choice_has_a_sentence(field: str) -> None:
    choices = get_args(InputConfig.model_fields[field].annotation)

    sentences = [
        step.sentence
        for choice in choices
        for step in explanations(_config(**{field: choice}))
        if step.step.lower() == field
    ]

    assert len(sentences) == len(choices)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_steps_come_in_the_order_in_which_they_are_done() -> None:
    assert [step.step for step in explanations(_config())] == ["Fit", "Scale", "Subtract", "Divide"]


def test_division_is_explained_on_and_off() -> None:
    on, off = (explanations(_config(divide_by_deviation=is_on))[-1].sentence for is_on in (True, False))

    assert "divided by its standard deviation" in on
    assert "Nothing is divided" in off
