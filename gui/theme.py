"""The application's colours and fonts by token name, in a light and a dark theme."""

from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from engine.contract.class_colours import ClassColour
from gui.tokens import ThemeName, tokens

ThemeChoice = Literal["system", "light", "dark"]


class Theme(QObject):
    """Gives colours by name, and tells when they change.

    Whoever paints asks at paint time, so that a switch needs no more than a repaint, which Qt does by itself when
    the palette changes. Whoever keeps colours (plots) listens to ``theme_changed``.

    Signals:
        theme_changed: the colours are others now.
    """

    theme_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice: ThemeChoice = "system"
        self._name: ThemeName = "light"
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._is_installed = False
        self._set_name("light")

    @property
    def name(self) -> ThemeName:
        """The theme in use."""
        return self._name

    @property
    def choice(self) -> ThemeChoice:
        """What the user chose; ``system`` follows the desktop."""
        return self._choice

    def colour(self, token: str) -> QColor:
        """The colour called ``token`` in the theme in use."""
        return self._colours[token]

    def series(self, index: int) -> QColor:
        """The colour of chart line ``index``, counted from 0; they repeat."""
        colours = tokens().series[self._name]
        return QColor(colours[index % len(colours)])

    def role(self, role: str) -> QColor:
        """The colour of a curve by its meaning: ``training``, ``validation`` or ``test``."""
        return self.series(int(tokens().chart_roles[role]))

    def font(self, style: str) -> QFont:
        """The font of a text style, with tabular figures."""
        if style not in self._fonts:
            self._fonts[style] = _make_font(style)
        return self._fonts[style]

    def install(self, choice: ThemeChoice = "system") -> None:
        """Give the application its style, and follow the desktop's choice of light or dark from now on."""
        application = _application()
        application.setStyle("Fusion")
        application.setFont(self.font("text"))
        if not self._is_installed:
            self._is_installed = True
            QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._choice = choice
        self._set_name(self._wanted_name())
        self._apply()

    def choose(self, choice: ThemeChoice) -> None:
        """Switch to a theme now; everything is repainted."""
        self._choice = choice
        wanted = self._wanted_name()
        if wanted != self._name:
            self._set_name(wanted)
            self._apply()

    @Slot()
    def _on_system_scheme_changed(self) -> None:
        self.choose(self._choice)

    def _wanted_name(self) -> ThemeName:
        if self._choice != "system":
            return self._choice
        return "dark" if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"

    def _set_name(self, name: ThemeName) -> None:
        self._name = name
        self._colours = {token: QColor(value) for token, value in tokens().colours[name].items()}

    def _apply(self) -> None:
        application = _application()
        application.setStyleSheet("")  # one sheet after another costs five times as much as none between them
        application.setPalette(self._palette())
        application.setStyleSheet(style_sheet(self._name))
        self.theme_changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in PALETTE_ROLES.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text_disabled"))
        return palette


PALETTE_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_secondary",
    QPalette.ColorRole.Button: "control",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Accent: "accent",
}


@cache
def theme() -> Theme:
    """The one theme of the application."""
    return Theme(QApplication.instance())


@cache
def style_sheet(name: ThemeName) -> str:
    """The style sheet of a theme: ``style.qss`` with every ``@token`` replaced by its colour."""
    template = Path(__file__).with_name("style.qss").read_text(encoding="utf-8")
    colours = tokens().colours[name]
    for token in sorted(colours, key=len, reverse=True):
        template = template.replace(f"@{token}", colours[token])
    return template


def class_colour(colour: ClassColour | None, *, neutral: str) -> QColor:
    """The colour of a class, the same in both themes; that of the token ``neutral`` for the background."""
    return theme().colour(neutral) if colour is None else QColor(*colour.rgb)


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("There is no application yet. Received: None. Make a QApplication first.")
    return application


@cache
def _family() -> str | None:
    """Inter where it is installed, else the system's own."""
    return "Inter" if "Inter" in QFontDatabase.families() else None


def _make_font(style: str) -> QFont:
    token = tokens().fonts[style]
    font = QFont()
    family = _family()
    if family:
        font.setFamily(family)
    font.setPixelSize(token.px)
    font.setWeight(QFont.Weight(token.weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
