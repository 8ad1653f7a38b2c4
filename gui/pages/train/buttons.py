"""The buttons in the header of the Train page: three verbs while a run goes on, the next step before and after."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.pages.train.stage import Stage
from gui.widgets.button import Button, ButtonKind

_PRIMARY = {
    Stage.EMPTY: ("Start", "play", ""),
    Stage.READY: ("Start", "play", "start"),
    Stage.STARTING: ("Start", "play", ""),
    Stage.RUNNING: ("Finish and keep best", "finish", "finish"),
    Stage.PAUSED: ("Finish and keep best", "finish", "finish"),
    Stage.ENDED: ("Inspect", "inspect", "inspect"),
    Stage.FAILED: ("Resume", "play", "resume"),
}
_REFUSALS = {Stage.EMPTY: "Open a folder of pictures first.", Stage.STARTING: "The training starts."}


class RunButtons(QObject):
    """Decides which buttons there are and what they mean.

    Attributes:
        primary: the next step.
        others: the buttons before it.

    Signals:
        requested(str): ``start``, ``finish``, ``inspect``, ``resume``, ``pause``, ``continue`` or ``discard``.
    """

    requested = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage.EMPTY
        self.primary = Button("Start", ButtonKind.PRIMARY, icon="play")
        self.pause = Button("Pause", icon="pause")
        self.discard = Button("Discard", ButtonKind.QUIET)
        self.again = Button("Train again", ButtonKind.QUIET)
        self.others = (self.again, self.pause, self.discard)
        self.pause.set_tip("Pause the run, or let it go on")
        self.discard.set_tip("End the run and keep nothing of it")
        self.again.set_tip("Start a new run with the settings of the Settings tab")
        self.primary.clicked.connect(self._on_primary)
        self.pause.clicked.connect(self._on_pause)
        self.discard.clicked.connect(self._on_discard)
        self.again.clicked.connect(self._on_again)

    def set_stage(self, stage: Stage, *, has_plan: bool, obstacle: str = "") -> None:
        """Show what is possible now.

        Args:
            stage: where the page is.
            has_plan: whether another run could be started.
            obstacle: why the planned network cannot be trained; empty where it can.
        """
        self._stage = stage
        is_paused = stage is Stage.PAUSED
        self.pause.set_text("Continue" if is_paused else "Pause")
        self.pause.set_icon("play" if is_paused else "pause")
        self.pause.setVisible(stage.is_going_on)
        self.discard.setVisible(stage.is_going_on)
        self.again.setVisible(has_plan and stage in (Stage.ENDED, Stage.FAILED))
        text, icon, _ = _PRIMARY[stage]
        self.primary.set_text(text)
        self.primary.set_icon(icon)
        reason = obstacle if stage is Stage.READY else _REFUSALS.get(stage, "")
        self.primary.set_available(not reason, reason=reason)
        self.again.set_available(not obstacle, reason=obstacle)

    @Slot()
    def _on_primary(self) -> None:
        self.requested.emit(_PRIMARY[self._stage][2])

    @Slot()
    def _on_pause(self) -> None:
        self.requested.emit("continue" if self._stage is Stage.PAUSED else "pause")

    @Slot()
    def _on_discard(self) -> None:
        self.requested.emit("discard")

    @Slot()
    def _on_again(self) -> None:
        self.requested.emit("start")
