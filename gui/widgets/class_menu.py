"""A menu of one class of a list, or all of them."""

from collections.abc import Sequence
from typing import Final

from engine.contract.class_colours import ClassColours
from gui.widgets.combo import Combo

_ALL: Final = "All classes"


class ClassMenu(Combo):
    """Its value is the place of a class in its list, or None for all, which stands first."""

    def set_classes(self, names: Sequence[str]) -> None:
        """Offer these classes, each with its colour."""
        self.set_choices([(None, _ALL), *enumerate(names)])
        self.set_class_colours([None, *ClassColours.of(names).each])
