"""The pictures that excite a unit most, as tiles of what the unit saw of them."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.events import Progress
from engine.contract.seen_inside import ExcitingFound, ExcitingPicture
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.theme import theme
from gui.widgets.button import Button
from gui.widgets.fields import NumberField
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader

_TILE_PX: Final = 168
_MARGIN: Final = 0.25


class ExcitingView(QWidget):
    """Choice of a channel, and nine tiles.

    Signals:
        channel_chosen(int): whose pictures are wanted.
        index_wanted(): the pictures of the run shall be looked through.
        picture_chosen(str): path of the picture that was clicked, relative to the dataset.
    """

    channel_chosen = Signal(int)
    index_wanted = Signal()
    picture_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: tuple[ExcitingPicture, ...] = ()
        self._header = SectionHeader("Pictures that excite it most", is_group=True)
        self.channel = NumberField("Channel", is_whole=True)
        self.channel.setFixedWidth(64)
        self.channel.set_value(0)
        self._channels = Label("", "secondary", tone="secondary")
        self._note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.look = Button("Look through the pictures", is_small=True)
        self.tiles = FeatureTiles("Pictures that excite the unit most")
        self._lay_out()
        self.channel.value_changed.connect(self._on_channel_changed)
        self.look.clicked.connect(self.index_wanted)
        self.tiles.tile_chosen.connect(self._on_tile_chosen)

    @property
    def pictures(self) -> tuple[ExcitingPicture, ...]:
        """What is shown, the strongest first."""
        return self._pictures

    def set_channels(self, count: int) -> None:
        """Offer the channels of another layer."""
        self.channel.set_range(0, max(count - 1, 0))
        value = self.channel.value
        if not isinstance(value, int) or value >= count:
            self.channel.set_value(0)
        self._channels.setText(f"of {count}, from 0")

    def set_found(self, found: ExcitingFound | None) -> None:
        """Show another unit's pictures, whose tiles follow; None while nothing is known."""
        self._pictures = () if found is None else found.pictures
        self.tiles.set_tiles(())
        is_unknown = found is not None and not found.is_indexed
        self.look.setVisible(is_unknown)
        self._note.setText("The pictures of this run have not been looked through yet." if is_unknown else "")
        self._note.setVisible(is_unknown)

    def set_thumbnails(self, thumbnails: Mapping[str, tuple[QImage, int, int]]) -> None:
        """Draw the tiles from small pictures.

        Args:
            thumbnails: by path: the picture, and width and height of its original in pixels.
        """
        self.tiles.set_tiles(
            [
                FeatureTile(crop_of(*thumbnails[picture.image], picture), f"{picture.value:.3g}")
                for picture in self._pictures
                if picture.image in thumbnails
            ]
        )

    def set_progress(self, progress: Progress | None) -> None:
        """Say how far the search is; None when it is over."""
        self.look.setVisible(False)
        self._note.setVisible(progress is not None)
        if progress is not None:
            self._note.setText(f"{progress.what}: {progress.done} of {progress.total} pictures")

    def set_problem(self, sentence: str) -> None:
        """Say why there are none."""
        self._note.setText(sentence)
        self._note.setVisible(True)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        name = Label("Channel")
        name.setFixedWidth(64)
        for widget in (name, self.channel):
            row.addWidget(widget)
        row.addWidget(self._channels, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._header)
        column.addLayout(row)
        for part in (self._note, self.look, self.tiles):
            column.addWidget(part)
        self.set_found(None)

    @Slot(object)
    def _on_channel_changed(self, channel: object) -> None:
        if isinstance(channel, int):
            self.channel_chosen.emit(channel)

    @Slot(int)
    def _on_tile_chosen(self, place: int) -> None:
        if place < len(self._pictures):
            self.picture_chosen.emit(self._pictures[place].image)


def crop_of(thumbnail: QImage, width: int, height: int, picture: ExcitingPicture) -> QImage:
    """What a unit saw, with some of what lies around it, framed, as a square picture.

    Args:
        thumbnail: the whole picture, small.
        width: of the original in pixels.
        height: of the original in pixels.
        picture: whose box is in pixels of the original.
    """
    scale_x, scale_y = thumbnail.width() / max(width, 1), thumbnail.height() / max(height, 1)
    x_min, y_min, x_max, y_max = picture.box_xyxy
    box = QRectF(x_min * scale_x, y_min * scale_y, (x_max - x_min) * scale_x, (y_max - y_min) * scale_y)
    side = max(box.width(), box.height(), 8.0) * (1 + 2 * _MARGIN)
    part = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    tile = QImage(_TILE_PX, _TILE_PX, QImage.Format.Format_RGB888)
    tile.fill(theme().colour("canvas"))
    with QPainter(tile) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        factor = _TILE_PX / side
        painter.scale(factor, factor)
        painter.translate(-part.topLeft())
        painter.drawImage(QRect(0, 0, thumbnail.width(), thumbnail.height()), thumbnail)
        for token, line in (("picture_chip", 6.0), ("picture_chip_text", 3.0)):
            painter.setPen(QPen(theme().colour(token), line / factor))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
    return tile
