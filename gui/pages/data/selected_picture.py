"""The selected picture of the Data page: thumbnail, facts, label."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.annotations import AnnotationKind, IndexedAnnotation
from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.dataset import ImageRow, ImageStatus
from gui.gallery.painting import paint_rounded
from gui.pages.data.label_choice import LabelChoice
from gui.theme import theme
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.paint import class_dot
from gui.widgets.section import SectionHeader
from gui.words import byte_size, percent, plural

_STATUS_WORDS = {
    ImageStatus.DAMAGED: "damaged",
    ImageStatus.UNREADABLE: "unreadable",
    ImageStatus.IGNORED: "ignored",
    ImageStatus.UNCHECKED: "not checked yet",
}


class SelectedPicture(QWidget):
    """Thumbnail, name, facts and label of one picture.

    Attributes:
        label: chooses another label.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnail = _Thumbnail()
        self._name = ElidedLabel("", "text")
        self._facts = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._can_label = self._has_picture = False
        self.label = LabelChoice()
        self._label = _LabelRow()
        self._drawn = SectionHeader("Labels", is_group=True)
        self._objects = ClassBars("Objects of the picture")
        self._reason = Label("", "secondary", tone="warning", is_wrapped=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._facts)
        words.addWidget(self._reason)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(top)
        column.addWidget(self.label)
        column.addWidget(self._label)
        drawn = QVBoxLayout()
        drawn.setSpacing(8)
        drawn.addWidget(self._drawn)
        drawn.addWidget(self._objects)
        column.addLayout(drawn)
        self.set_picture(None)

    def set_classes(self, classes: Sequence[str] | None) -> None:
        """Let the label be chosen among these classes; None where they belong to what is drawn on pictures."""
        self._can_label = classes is not None
        self.label.set_classes(classes or ())
        self.label.setVisible(self._can_label and self._has_picture)
        self._label.setVisible(not self._can_label and self._label.isVisible())

    def set_picture(
        self,
        row: ImageRow | None,
        *,
        is_pinned: bool = False,
        reason: str = "",
        annotations: Sequence[IndexedAnnotation] = (),
        classes: Sequence[str] = (),
    ) -> None:
        """Show another picture of a dataset with these classes, with what is drawn on it; None asks for a selection."""
        colours = ClassColours.of(classes)
        self._has_picture = row is not None
        objects = [item for item in annotations if item.kind is not AnnotationKind.LABEL]
        self.label.setVisible(row is not None and self._can_label)
        self.label.set_picture(row)
        self._label.setVisible(row is not None and not objects and not self._can_label)
        self._show_objects(objects, colours)
        self._reason.setVisible(bool(reason))
        self._reason.setText(reason)
        if row is None:
            self._name.set_text("No picture selected")
            self._facts.setText("Click one, or use the arrow keys. Space pins it for the next training.")
            return
        self._name.set_text(row.path.rpartition("/")[2])
        self._facts.setText(facts_of(row, is_pinned=is_pinned))
        self._label.set_label(row.label, colours.named(row.label))

    def _show_objects(self, objects: Sequence[IndexedAnnotation], colours: ClassColours) -> None:
        """Each class that is drawn on the picture, with the number of its objects or its share of a class mask."""
        masked = [item for item in objects if item.kind is AnnotationKind.CLASS_MASK]
        for widget in (self._drawn, self._objects):
            widget.setVisible(bool(objects))
        note = (len(masked), "class", "classes") if masked else (len(objects), "object", "objects")
        self._drawn.set_note(plural(note[0], note[1], many=note[2]))
        self._objects.set_rows(mask_rows(masked, colours) if masked else object_rows(objects, colours))

    def set_pixmap(self, pixmap: QPixmap | None) -> None:
        """Show its thumbnail."""
        self._thumbnail.set_pixmap(pixmap)


def facts_of(row: ImageRow, *, is_pinned: bool) -> str:
    """Size, bytes, split and state of a picture in two lines."""
    sides = f"{row.width} × {row.height} px, " if row.width and row.height else ""
    states = [row.split.value if row.split else "no split"]
    if row.status in _STATUS_WORDS:
        states.append(_STATUS_WORDS[row.status])
    if is_pinned:
        states.append("pinned")
    return f"{sides}{byte_size(row.bytes)}\n{', '.join(states)}"


def object_rows(objects: Sequence[IndexedAnnotation], colours: ClassColours) -> tuple[ClassBar, ...]:
    """The classes of a picture's objects with their numbers, the commonest first; without a class, none is shown."""
    counts = Counter(item.label for item in objects)
    return tuple(
        ClassBar(label, colours.named(label), count / max(counts.values()), f"{count:,}")
        for label, count in counts.most_common()
        if label is not None
    )


def mask_rows(masked: Sequence[IndexedAnnotation], colours: ClassColours) -> tuple[ClassBar, ...]:
    """The classes of a class mask with their shares of its labelled pixels, the largest first."""
    areas = sorted(((item.area_px or 0.0, item.label) for item in masked), reverse=True, key=_area)
    total = sum(area for area, _ in areas)
    return tuple(
        ClassBar(label, colours.named(label), area / areas[0][0], percent(area / total))
        for area, label in areas
        if area and label is not None
    )


def _area(row: tuple[float, str | None]) -> float:
    return row[0]


class _Thumbnail(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self.setFixedSize(QSize(80, 80))

    def set_pixmap(self, pixmap: QPixmap | None) -> None:
        self._pixmap = pixmap
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            paint_rounded(painter, QRectF(self.rect()), self._pixmap)


class _LabelRow(QWidget):
    """The label of a picture, with the dot of its class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label: str | None = None
        self._colour: ClassColour | None = None
        self.setFixedHeight(24)

    def set_label(self, label: str | None, colour: ClassColour | None) -> None:
        self._label, self._colour = label, colour
        self.setAccessibleName(f"Label: {label or 'none'}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme().font("text"))
            painter.setPen(theme().colour("text_secondary"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, "Label")
            words = self._label or "none"
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(theme().colour("text" if self._label else "text_secondary"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(self.rect()), right, words)
            class_dot(painter, QRectF(self.width() - width - 16, 8, 8, 8), self._colour)
