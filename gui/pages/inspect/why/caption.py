"""What stands under a map: method, layer, target, score, logit, range, and the value under the cursor."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.events import Explained
from gui.pages.inspect.why.methods import BY_NAME
from gui.pages.inspect.why.pixel_words import box_words, target_words
from gui.tokens import size
from gui.widgets.label import ElidedLabel
from gui.words import number, percent, plural

_HIDDEN: Final = ("The heat map is hidden.", "Heat map above the picture shows it again.")


class MapCaption(QWidget):
    """Two lines: what the map is, and its numbers; while the map is hidden, what is shown instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "group")
        self.facts = ElidedLabel("", "secondary", tone="secondary")
        self._explained: Explained | None = None
        self._value: float | None = None
        self._words = ("", "")
        self._instead: tuple[str, str] | None = None
        self._is_shown = True
        column = QVBoxLayout(self)
        column.setContentsMargins(size("page_margin"), 6, size("page_margin"), 6)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.facts)

    def set_explained(self, explained: Explained | None) -> None:
        """Tell about another map; None for none."""
        self._explained, self._value, self._words = explained, None, ("", "")
        self._show()

    def set_words(self, title: str, facts: str) -> None:
        """Say what there is instead of a map."""
        self._explained, self._words = None, (title, facts)
        self._show()

    def set_value(self, value: float | None) -> None:
        """Tell the value of the map under the cursor."""
        self._value = value
        self._show()

    def set_instead(self, words: tuple[str, str] | None) -> None:
        """What title and facts say while the map is hidden; None: that it is."""
        self._instead = words
        self._show()

    @Slot(bool)
    def set_shown(self, is_shown: bool) -> None:
        """Whether the map is shown."""
        self._is_shown = is_shown
        self._show()

    def _show(self) -> None:
        title, facts = self._words
        if not self._is_shown and (self._explained is not None or title):
            title, facts = self._instead or _HIDDEN
        elif self._explained is not None:
            title, facts = title_of(self._explained), facts_of(self._explained, self._value)
        self.title.set_text(title)
        self.facts.set_text(facts)


def title_of(explained: Explained) -> str:
    """``Grad-CAM at block_13 for shirt``, of a mask also for which pixels."""
    entry = BY_NAME.get(explained.method)  # type: ignore[call-overload]  # any method of the engine may come
    title = entry.title if entry is not None else explained.method
    variant = f" ({explained.variant})" if explained.variant else ""
    target = target_words(explained.target, explained.pixels)
    return f"{title}{variant} at {explained.layer} for {target}{box_words(explained.box)}"


def facts_of(explained: Explained, value: float | None = None) -> str:
    """The numbers of a map in one line, the value under the cursor first where there is one."""
    low, high = explained.range
    is_sum = explained.pixels is not None and explained.pixels.kind != "pixel"
    score, logit = ("mean score", "sum of logits") if is_sum else ("score", "logit")
    facts = [f"{score} {percent(explained.score)}", f"{logit} {number(explained.logit)}"]
    if explained.bias is not None:
        facts.append(f"bias {number(explained.bias)}")
    facts.append(f"values {number(low)} to {number(high)}")
    if explained.gap is not None:
        facts.append(f"gap {number(explained.gap)}")
    if explained.warnings:
        facts.append(plural(len(explained.warnings), "warning"))
    if value is not None:
        facts.insert(0, f"here {number(value)}")
    return "  ·  ".join(facts)
