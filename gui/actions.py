"""The one table of actions: it feeds shortcuts, menus, buttons of banners and the command palette."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether an action can be carried out."""

    has_dataset: bool = False
    has_plan: bool = False
    plan_obstacle: str = ""
    has_runs: bool = False
    has_model: bool = False
    run_status: str = ""
    undo_text: str = ""
    redo_text: str = ""


def _always(_facts: Facts) -> str:
    return ""


def _needs_dataset(facts: Facts) -> str:
    return "" if facts.has_dataset else "Needs data first. Open a folder of pictures."


def needs_plan(facts: Facts) -> str:
    """Why nothing can be trained yet; empty where it can."""
    if facts.has_plan or not facts.has_dataset:
        return facts.plan_obstacle if facts.has_plan else _needs_dataset(facts)
    return "Only classes of whole pictures can be learned yet. Open a folder with one folder for each class."


def _needs_runs(facts: Facts) -> str:
    return "" if facts.has_runs else "There is no run yet. Train a network first."


def _needs_run(facts: Facts) -> str:
    return "" if facts.run_status else "No run is shown. Start one, or open one on the Runs page."


def _needs_run_or_plan(facts: Facts) -> str:
    return "" if facts.run_status else needs_plan(facts)


def _needs_model(facts: Facts) -> str:
    return "" if facts.has_model or facts.has_runs else "There is no trained network yet. Train one first."


def _needs_open_run(facts: Facts) -> str:
    return "" if facts.run_status in ("running", "paused", "queued") else "No run is going on."


def _needs_ended_run(facts: Facts) -> str:
    return "" if facts.run_status in ("finished", "stopped", "failed") else "The run has to end first."


def _needs_undo(facts: Facts) -> str:
    return "" if facts.undo_text else "There is nothing to undo."


def _needs_redo(facts: Facts) -> str:
    return "" if facts.redo_text else "There is nothing to do again."


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        name: how code speaks of it.
        text: what people read.
        icon: name of its icon, empty for none.
        shortcut: portable text of its keys, empty for none.
        tip: what it does, in a sentence.
        refusal: why it cannot be carried out now, empty where it can.
    """

    name: str
    text: str
    tip: str
    icon: str = ""
    shortcut: str = ""
    refusal: Callable[[Facts], str] = field(default=_always)


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open_folder", "Open folder", "Open a folder of pictures.", "folder", "Ctrl+O"),
    ActionSpec("open_file", "Open file", "Open a picture, a CSV or a .keras file.", "picture", "Ctrl+Shift+O"),
    ActionSpec("try_it", "Try it", "Sample pictures, a small network, and training starts.", "play", "Ctrl+T"),
    ActionSpec("divide_pictures", "Divide the pictures", "Shares, seed and folds.", "split", "", _needs_dataset),
    ActionSpec("convert_dataset", "Save as another format", "COCO, VOC, YOLO, ...", "export", "", _needs_dataset),
    ActionSpec("make_crops", "Make crops", "Boxes become pictures of one object each.", "box", "", _needs_dataset),
    ActionSpec("new_network", "New network", "Begin with an empty canvas.", "plus", "Ctrl+N"),
    ActionSpec("open_network", "Open network", "Draw a network from JSON or a .keras file.", "folder"),
    ActionSpec(
        "edit_network", "Edit network", "Draw the inspected network; its weights stay where it stays.", "network"
    ),
    ActionSpec("save_network", "Save network", "Write the drawn network as JSON.", "export", "Ctrl+S"),
    ActionSpec("show_start", "Go to Start", "Samples and recent projects.", "fovea", "Ctrl+0"),
    ActionSpec("show_data", "Go to Data", "The pictures and their problems.", "data", "Ctrl+1", _needs_dataset),
    ActionSpec("show_network", "Go to Network", "Draw, change and choose networks.", "network", "Ctrl+2"),
    ActionSpec("show_train", "Go to Train", "Settings, curves, pictures.", "train", "Ctrl+3", _needs_run_or_plan),
    ActionSpec("show_inspect", "Go to Inspect", "What a network sees.", "inspect", "Ctrl+4", _needs_model),
    ActionSpec(
        "predict_pictures", "Predict pictures", "See what a network says of many.", "picture", "Ctrl+P", _needs_model
    ),
    ActionSpec("show_runs", "Go to Runs", "All trainings so far.", "runs", "Ctrl+5", _needs_runs),
    ActionSpec("undo", "Undo", "Take the last change back.", "undo", "Ctrl+Z", _needs_undo),
    ActionSpec("redo", "Redo", "Do the change again.", "redo", "Ctrl+Shift+Z", _needs_redo),
    ActionSpec("press_primary", "Next step", "Press the page's main button.", "", "Ctrl+Return"),
    ActionSpec("toggle_details", "Show or hide details", "Fold the panel at the right.", "fold", "Ctrl+B"),
    ActionSpec("show_palette", "Find an action", "Search everything Fovea can do.", "search", "Ctrl+Shift+P"),
    ActionSpec("show_help", "Help", "What this page is for, and its keys.", "help", "F1"),
    ActionSpec("start_training", "Start training", "Train with the present settings.", "play", "", needs_plan),
    ActionSpec("pause_run", "Pause or go on", "Pause the run that is shown.", "pause", "", _needs_open_run),
    ActionSpec("finish_run", "Finish and keep best", "End the run now.", "finish", "", _needs_open_run),
    ActionSpec("discard_run", "Discard the run", "End the run, keep nothing.", "trash", "", _needs_open_run),
    ActionSpec("force_stop_run", "Force stop", "End a run that does not listen.", "stop", "", _needs_open_run),
    ActionSpec("resume_run", "Resume", "Go on from the last checkpoint.", "play", "", _needs_ended_run),
    ActionSpec("repeat_run", "Repeat the run", "Train again with the same settings.", "reset", "", _needs_run),
    ActionSpec("inspect_run", "Inspect the run", "Look inside its network.", "inspect", "", _needs_run),
    ActionSpec(
        "make_detector", "Find objects with the classifier", "Ask it about parts of pictures.", "box", "", _needs_model
    ),
    ActionSpec("use_system_theme", "Theme: as the system", "Light or dark as the desktop."),
    ActionSpec("use_light_theme", "Theme: light", "Dark text on light ground."),
    ActionSpec("use_dark_theme", "Theme: dark", "Light text on dark ground."),
    ActionSpec("open_runs_folder", "Open the folder of runs", "Show the runs in the file manager.", "folder"),
    ActionSpec("quit", "Quit", "Close the window; runs go on.", "", "Ctrl+Q"),
)


def spec(name: str) -> ActionSpec:
    """The action called ``name``."""
    return next(action for action in ACTIONS if action.name == name)


class Actions(QObject):
    """The actions of a window as QActions, enabled by the facts.

    Signals:
        requested(str): the action of this name should be carried out.
        refused(str): why an action that was asked for cannot be carried out now.
        facts_changed(Facts): other facts; what is enabled has changed.
    """

    requested = Signal(str)
    refused = Signal(str)
    facts_changed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.facts = Facts()
        self._actions = {action.name: self._make(action, window) for action in ACTIONS}
        self.update(self.facts)

    def action(self, name: str) -> QAction:
        """The QAction called ``name``."""
        return self._actions[name]

    def update(self, facts: Facts) -> None:
        """Enable and disable by new facts."""
        self.facts = facts
        for action in ACTIONS:
            reason = action.refusal(facts)
            self._actions[action.name].setEnabled(not reason)
            self._actions[action.name].setToolTip(reason or f"{action.tip[:-1]}{_keys(action)}.")
        self._actions["undo"].setText(f"Undo {facts.undo_text}".strip())
        self._actions["redo"].setText(f"Redo {facts.redo_text}".strip())
        self.facts_changed.emit(facts)

    def request(self, name: str) -> None:
        """Ask for an action; where it is not possible now, say why."""
        reason = spec(name).refusal(self.facts)
        if reason:
            self.refused.emit(reason)
        else:
            self.requested.emit(name)

    def _make(self, action: ActionSpec, window: QWidget) -> QAction:
        made = QAction(action.text, window)
        made.setData(action.name)
        if action.shortcut:
            made.setShortcut(QKeySequence.fromString(action.shortcut, QKeySequence.SequenceFormat.PortableText))
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(self._on_triggered)
        window.addAction(made)
        return made

    @Slot()
    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.requested.emit(action.data())


def _keys(action: ActionSpec) -> str:
    if not action.shortcut:
        return ""
    keys = QKeySequence.fromString(action.shortcut, QKeySequence.SequenceFormat.PortableText)
    return f" ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
