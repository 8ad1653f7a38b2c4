"""Colours of classes for tests that draw by hand what a list of classes would give them."""

from engine.contract.class_colours import ClassColour, ClassColours

CLASSES = ClassColours.of("abcdefghijklmnopqrst")


def colour(place: int) -> ClassColour:
    """The colour of a class by its place in a list without a background."""
    found = CLASSES.at(place)
    assert found is not None
    return found
