"""What stands under a map: method, layer, target, score, logit, range, and the value under the cursor."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.events import Explained
from gui.pages.inspect.why.methods import BY_NAME
from gui.tokens import size
from gui.widgets.label import ElidedLabel
from gui.words import number, percent, plural


class MapCaption(QWidget):
    """Two lines: what the map is, and its numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "group")
        self.facts = ElidedLabel("", "secondary", tone="secondary")
        self._explained: Explained | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(size("page_margin"), 6, size("page_margin"), 6)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.facts)

    def set_explained(self, explained: Explained | None) -> None:
        """Tell about another map; None for none."""
        self._explained = explained
        self.title.set_text(title_of(explained) if explained is not None else "")
        self.set_value(None)

    def set_words(self, title: str, facts: str) -> None:
        """Say what there is instead of a map."""
        self._explained = None
        self.title.set_text(title)
        self.facts.set_text(facts)

    def set_value(self, value: float | None) -> None:
        """Tell the value of the map under the cursor."""
        if self._explained is not None:
            self.facts.set_text(facts_of(self._explained, value))
        else:
            self.facts.set_text("")


def title_of(explained: Explained) -> str:
    """``Grad-CAM at block_13 for shirt``."""
    entry = BY_NAME.get(explained.method)  # type: ignore[call-overload]  # any method of the engine may come
    title = entry.title if entry is not None else explained.method
    variant = f" ({explained.variant})" if explained.variant else ""
    return f"{title}{variant} at {explained.layer} for {explained.target}"


def facts_of(explained: Explained, value: float | None = None) -> str:
    """The numbers of a map in one line, the value under the cursor first where there is one."""
    low, high = explained.range
    facts = [f"score {percent(explained.score)}", f"logit {number(explained.logit)}"]
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
