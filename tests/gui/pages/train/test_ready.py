"""What is shown before a training: the choices, and why they were made."""

import pytest

from gui.pages.train.ready import reason_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("network.name", "Network"),
        ("network.options", "Network options"),
        ("training.epochs", "Epochs"),
        ("augmentation.mosaic", "Mosaic"),
        ("input", "Input size"),
    ],
)
def test_a_reason_stands_beside_the_name_of_what_was_chosen(path: str, name: str) -> None:
    assert reason_name(path) == name
