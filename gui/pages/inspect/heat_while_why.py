"""Lets a heat map lie over what a network says of places only while somebody asks why."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.pages.inspect.toolbar import ViewerToolbar
from gui.viewer.layers import Layer


class HeatWhileWhy(QObject):
    """Hides the heat map when masks or boxes come for the first time, and shows it while Why is open.

    Signals:
        details_wanted(str): the tab of Details that should be shown, since this network says something of places.
    """

    details_wanted = Signal(str)

    def __init__(self, toolbar: ViewerToolbar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._toolbar = toolbar
        self._was_seen = False

    def begin_network(self) -> None:
        """Another network, of which nothing was seen yet."""
        self._was_seen = False

    def take_notice(self) -> None:
        """The network said something of places."""
        if not self._was_seen:
            self._was_seen = True
            self._show_heat(is_shown=False)
            self.details_wanted.emit("prediction")

    @Slot(str)
    def on_details_changed(self, tab: str) -> None:
        """Where the network looked lies over the picture while Why is open, and what it says while Prediction is."""
        if self._was_seen and tab in ("why", "prediction"):
            self._show_heat(is_shown=tab == "why")

    def _show_heat(self, *, is_shown: bool) -> None:
        self._toolbar.chips[Layer.HEAT_MAP].setChecked(is_shown)
