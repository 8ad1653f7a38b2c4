"""The palette offers every node type and every block, and finds them by many names."""

import pytest

from gui.builder.layer_entries import find_entries, layer_entries
from models.editing.templates import TEMPLATES
from models.nodes import NODE_TYPES

ENTRIES = layer_entries()


def test_all_types_and_blocks_are_offered() -> None:
    keys = {entry.key for entry in ENTRIES}

    assert set(TEMPLATES) <= keys
    assert set(NODE_TYPES) - keys <= {"input", "opaque"}


def test_families_stay_together() -> None:
    families = [entry.family for entry in ENTRIES]
    first_places = [families.index(family) for family in families]

    assert first_places == sorted(first_places)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("conv", "Convolution"),
        ("dense", "Dense"),
        ("gap", "Global average pooling"),
        ("bn", "Batch normalisation"),
        ("relu", "Activation"),
        ("maxpool", "Maximum pooling"),
        ("inception", "Inception block"),
        ("softmax", "Activation"),
    ],
)
def test_the_first_found_is_what_is_meant(text: str, found: str) -> None:
    assert find_entries(text, ENTRIES)[0].title == found


def test_the_family_is_not_said_twice() -> None:
    shorts = {entry.title: entry.short for entry in ENTRIES}

    assert shorts["Maximum pooling"] == "Maximum"
    assert shorts["Convolution"] == "Convolution"
    assert shorts["Depthwise convolution"] == "Depthwise"
