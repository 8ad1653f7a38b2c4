"""Messages at the top of the page they concern: never in the way, never lost before they are read."""

from PySide6.QtCore import QPropertyAnimation, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.icons import paint_icon
from gui.notice import Notice
from gui.theme import theme
from gui.tokens import size, tokens
from gui.widgets.button import Button, ButtonKind
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.paint import rounded

MOST_BANNERS = 3
_TOKENS = {"error": "danger", "warning": "warning", "success": "success", "info": "info"}


class Banner(QWidget):
    """One message: icon of its kind, sentence, buttons, close.

    Args:
        notice: what it says.
        action_text: text of the button for ``notice.action``; empty for none.
        parent: owner.

    Signals:
        closed: the user has read it.
        action_requested(str): id of the action that the button stands for.
    """

    closed = Signal()
    action_requested = Signal(str)

    def __init__(self, notice: Notice, *, action_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._details = QPlainTextEdit(notice.details)
        self._details.setReadOnly(True)
        self._details.setFixedHeight(160)
        self._details.setAccessibleName("Details of the message")
        self._details.hide()
        self.setAccessibleName(notice.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(self._row(action_text))
        column.addWidget(self._details)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            token = _TOKENS[self.notice.kind]
            rounded(painter, QRectF(self.rect()), 6, fill=theme().colour(f"{token}_quiet"), line=None)
            side = size("icon")
            paint_icon(painter, self.notice.kind, QRectF(12, 10, side, side), theme().colour(token))

    def _row(self, action_text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        text = Label(self.notice.text, is_wrapped=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setMinimumHeight(size("control_small"))
        row.addWidget(text, 1)
        if action_text and self.notice.action:
            action = Button(action_text, ButtonKind.QUIET, is_small=True)
            action.clicked.connect(self._on_action)
            row.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
        if self.notice.details:
            self._add_details_buttons(row)
        close = IconButton("close", "Close the message", is_small=True)
        close.clicked.connect(self.closed)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(size("banner_min"))
        return row

    def _add_details_buttons(self, row: QHBoxLayout) -> None:
        details = Button("Details", ButtonKind.QUIET, is_small=True)
        details.clicked.connect(self._on_details)
        copy = Button("Copy", ButtonKind.QUIET, is_small=True)
        copy.clicked.connect(self._on_copy)
        for button in (details, copy):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _on_action(self) -> None:
        if self.notice.action:
            self.action_requested.emit(self.notice.action)
        self.closed.emit()

    @Slot()
    def _on_details(self) -> None:
        self._details.setVisible(not self._details.isVisible())

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.notice.text}\n\n{self.notice.details}")


class BannerArea(QWidget):
    """The place of banners below a page's header; takes no room while there are none.

    Signals:
        action_requested(str): id of the action that a banner's button stands for.
        count_changed(int): so many messages are shown now.
    """

    action_requested = Signal(str)
    count_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        margin = size("page_margin")
        self._column.setContentsMargins(margin, 8, margin, 0)
        self._column.setSpacing(8)
        self._banners: list[Banner] = []
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is shown, oldest first."""
        return tuple(banner.notice for banner in self._banners)

    def show_notice(self, notice: Notice, *, action_text: str = "") -> None:
        """Show a message below the earlier ones; the same one is not shown twice, and the oldest goes."""
        for banner in [banner for banner in self._banners if banner.notice.text == notice.text]:
            self._remove(banner)
        while len(self._banners) >= MOST_BANNERS:
            self._remove(self._banners[0])
        banner = Banner(notice, action_text=action_text, parent=self)
        banner.closed.connect(self._on_closed)
        banner.action_requested.connect(self.action_requested)
        self._banners.append(banner)
        self._column.addWidget(banner)
        self.show()
        _fade_in(banner)
        self.count_changed.emit(len(self._banners))

    def clear(self) -> None:
        """Take all messages away."""
        for banner in tuple(self._banners):
            self._remove(banner)

    @Slot()
    def _on_closed(self) -> None:
        banner = self.sender()
        if isinstance(banner, Banner):
            self._remove(banner)

    def _remove(self, banner: Banner) -> None:
        self._banners.remove(banner)
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self.setVisible(bool(self._banners))
        self.count_changed.emit(len(self._banners))


def _fade_in(banner: Banner) -> None:
    effect = QGraphicsOpacityEffect(banner)
    effect.setOpacity(0.0)
    banner.setGraphicsEffect(effect)
    animation = QPropertyAnimation(effect, b"opacity", banner)
    animation.setDuration(tokens().fade_ms)
    animation.setEndValue(1.0)
    animation.finished.connect(effect.deleteLater)
    animation.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
