"""The list of recent projects: a dataset with the newest of its runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.dataset.labels.relocated import present_path
from gui.runs.library import RunSummary
from gui.runs.words import metric_name, metric_words, task_words
from gui.theme import theme
from gui.tokens import size
from gui.widgets.clickable import Clickable
from gui.words import ago

MOST_PROJECTS = 8


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A dataset that was trained on.

    Attributes:
        dataset: its folder.
        run: the newest run.
        name: what the dataset is called.
        words: task and time.
        value: the best metric, with its unit.
        metric: what the metric is called.
        picture: one of its pictures, None where none is known.
    """

    dataset: Path
    run: Path
    name: str
    words: str
    value: str
    metric: str
    picture: Path | None


def recent_projects(runs: Sequence[RunSummary], now: float) -> tuple[RecentProject, ...]:
    """One project for each dataset, the one used last first.

    Args:
        runs: newest first.
        now: seconds since 1970.
    """
    newest: dict[str, RunSummary] = {}
    for run in runs:
        newest.setdefault(run.config.dataset.path, run)
    return tuple(_project(run, now) for run in list(newest.values())[:MOST_PROJECTS])


def _project(run: RunSummary, now: float) -> RecentProject:
    dataset = Path(run.config.dataset.path)
    folder = run.config.dataset.folder
    pinned = run.config.pinned[:1]
    when = "training now" if run.is_active else ago(max(0.0, now - run.state.heartbeat))
    return RecentProject(
        dataset=dataset,
        run=run.path,
        name=run.dataset_name,
        words=f"{task_words(run.config.task)}, {when}",
        value=metric_words(run.state.monitor, run.state.best_value),
        metric=metric_name(run.state.monitor),
        picture=folder / present_path(folder, pinned[0]) if pinned else None,
    )


class RecentRow(Clickable):
    """A project: thumbnail, name, task and time, best metric."""

    def __init__(self, project: RecentProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._thumbnail: QPixmap | None = None
        self._is_last = False
        self.setAccessibleName(f"{project.name}, {project.words}, {project.metric} {project.value}")
        self.set_tip(f"Open {project.dataset}")
        self.setFixedHeight(size("recent_row"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_last(self) -> None:
        """Stand at the end, without a line below."""
        self._is_last = True

    def set_thumbnail(self, image: QImage) -> None:
        """Show a picture of the dataset."""
        self._thumbnail = QPixmap.fromImage(image)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, size("recent_row"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            side = size("recent_thumbnail")
            picture = QRectF(0, (self.height() - side) / 2, side, side)
            self._draw_thumbnail(painter, picture)
            self._draw_texts(painter, QRectF(side + 12, 0, self.width() - side - 12, self.height()))
            if not self._is_last:
                painter.fillRect(QRectF(side + 12, self.height() - 1, self.width(), 1), theme().colour("line"))

    def _draw_thumbnail(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(rect, 4, 4)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(rect, theme().colour("canvas"))
        if self._thumbnail is not None:
            painter.drawPixmap(rect, self._thumbnail, QRectF(self._thumbnail.rect()))
        painter.restore()

    def _draw_texts(self, painter: QPainter, rect: QRectF) -> None:
        upper = QRectF(rect.left(), rect.center().y() - 19, rect.width(), 20)
        lower = QRectF(rect.left(), rect.center().y() + 1, rect.width(), 16)
        for place, left, right, style, token in (
            (upper, self.project.name, self.project.value, "button", "text"),
            (lower, self.project.words, self.project.metric, "secondary", "text_secondary"),
        ):
            is_hovered = self.underMouse() and style == "button"
            painter.setFont(theme().font(style))
            painter.setPen(theme().colour("accent" if is_hovered else token))
            metrics = QFontMetricsF(theme().font(style))
            room = place.width() - metrics.horizontalAdvance(right) - 12
            shown = metrics.elidedText(left, Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
            painter.setPen(theme().colour(token))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), right)


class RecentList(QWidget):
    """Rows of projects.

    Signals:
        opened(RecentProject): a project was clicked.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RecentRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def projects(self) -> tuple[RecentProject, ...]:
        return tuple(row.project for row in self._rows)

    def set_projects(self, projects: Sequence[RecentProject]) -> None:
        """Show other projects."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(project) for project in projects]
        for row in self._rows[-1:]:
            row.set_last()

    def set_thumbnail(self, picture: str, image: QImage) -> None:
        """Show the thumbnail of a picture where it belongs."""
        for row in self._rows:
            if row.project.picture is not None and str(row.project.picture) == picture:
                row.set_thumbnail(image)

    def _make_row(self, project: RecentProject) -> RecentRow:
        row = RecentRow(project)
        row.clicked.connect(self._on_clicked)
        self._column.addWidget(row)
        return row

    @Slot()
    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, RecentRow):
            self.opened.emit(row.project)
