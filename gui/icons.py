"""Line icons in any colour, sharp at any device pixel ratio."""

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import theme

_FOLDER = Path(__file__).with_name("icons")


def icon_pixmap(name: str, colour: QColor, *, size_px: int = 20, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of ``size_px`` logical pixels, kept for the next time.

    Args:
        name: file name in ``gui/icons`` without its ending.
        colour: takes the place of ``currentColor``.
        size_px: side in logical pixels.
        ratio: device pixels per logical pixel.
    """
    return _render(name, colour.name(QColor.NameFormat.HexRgb), size_px, ratio)


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon into a square of logical pixels."""
    ratio = painter.device().devicePixelRatioF()
    pixmap = icon_pixmap(name, colour, size_px=round(rect.width()), ratio=ratio)
    painter.drawPixmap(rect.topLeft(), pixmap)


def icon(name: str, token: str = "text_secondary") -> QIcon:
    """An icon for menus in the theme's present colours; ask again after ``theme_changed``."""
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(icon_pixmap(name, theme().colour(token), ratio=ratio))
        disabled = icon_pixmap(name, theme().colour("text_disabled"), ratio=ratio)
        result.addPixmap(disabled, QIcon.Mode.Disabled)
    return result


def icon_names() -> tuple[str, ...]:
    """The names of all icons."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.svg")))


@cache
def _source(name: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _render(name: str, colour: str, size_px: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixels = round(size_px * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
