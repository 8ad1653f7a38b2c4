"""Which nodes of the canvas are selected."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, Signal


class CanvasSelection(QObject):
    """Names of nodes; a folded block is selected when all of its nodes are.

    Signals:
        changed(): other nodes are selected; read ``names``.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The selected nodes, in the order in which they were selected."""
        return self._names

    @property
    def current(self) -> str:
        """The node that was selected last; empty for none."""
        return self._names[-1] if self._names else ""

    def choose(self, names: Iterable[str]) -> None:
        """Select these nodes only."""
        found = tuple(dict.fromkeys(names))
        if found != self._names:
            self._names = found
            self.changed.emit()

    def add(self, names: Iterable[str]) -> None:
        """Select these nodes as well."""
        self.choose((*self._names, *names))

    def toggle(self, names: Collection[str]) -> None:
        """Select these nodes, or none of them where all are selected."""
        if self.has_all(names):
            self.choose(name for name in self._names if name not in names)
        else:
            self.add(names)

    def keep(self, known: Collection[str]) -> None:
        """Forget nodes that are no longer there."""
        self.choose(name for name in self._names if name in known)

    def has_all(self, names: Collection[str]) -> bool:
        """Whether all of these nodes are selected."""
        return bool(names) and set(names).issubset(self._names)
