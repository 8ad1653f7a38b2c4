"""The Settings tab of the Train page: every setting of the next run, or of the one that is shown."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.config import RunConfig, TaskName
from gui.form_fields import FormField, form_fields
from gui.forms import SettingsForm
from gui.runs.words import task_words
from gui.widgets.choices import Choice
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.segmented import Segmented
from gui.widgets.value_rows import ValueRows
from gui.words import shape

_GROUPS = ("basics", "masks", "one box", "regularisation", "expert")


class TrainSettings(ScrollColumn):
    """Task, network and dataset as facts, all else as fields.

    Signals:
        changed: (path of the field, value) when the user changed one.
        task_chosen(TaskName): something else should be learned from the same pictures.
    """

    changed = Signal(str, object)
    task_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=16, parent=parent)
        self.tasks = Segmented()
        self.tasks.setAccessibleName("What is learned")
        self.tasks.setToolTip("What is learned: the labels of these pictures suffice for each")
        self.tasks.hide()
        self.tasks.chosen.connect(self._on_task_chosen)
        self._facts = ValueRows()
        self._state = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.form = SettingsForm(sorted(filter(_is_shown, form_fields(RunConfig)), key=_by_group))
        self.form.changed.connect(self.changed)
        self.column.addWidget(self.tasks, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._facts)
        self.column.addWidget(self._state)
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def set_tasks(self, tasks: Sequence[TaskName], planned: RunConfig | None) -> None:
        """Offer what can be learned from the open pictures, where that is more than one thing."""
        self.tasks.set_choices([Choice(task.value, task_words(task)) for task in tasks])
        if planned is not None:
            self.tasks.set_current(planned.task.value)
        self.tasks.setVisible(len(tasks) > 1)

    @Slot(str)
    def _on_task_chosen(self, name: str) -> None:
        self.task_chosen.emit(TaskName(name))

    def set_config(
        self, config: RunConfig, proposal: RunConfig | None, reasons: Mapping[str, str], *, refusal: str = ""
    ) -> None:
        """Show a config.

        Args:
            config: its values.
            proposal: what the reset buttons bring back.
            reasons: why values were chosen, by path.
            refusal: why nothing can be changed; empty where it can.
        """
        self._facts.set_rows(summary_of(config))
        self._state.setText(refusal)
        self._state.setVisible(bool(refusal))
        self.form.set_task(config.task)
        if proposal is not None:
            self.form.set_defaults(flat(proposal))
        self.form.set_values(flat(config))
        self.form.set_reasons(reasons)
        self.form.set_available(not refusal, reason=refusal)


def summary_of(config: RunConfig) -> list[tuple[str, str]]:
    """What is trained on what, in rows."""
    sides = shape((config.input.height, config.input.width, config.input.channels))
    return [
        ("Task", task_words(config.task)),
        ("Network", config.network.name),
        ("Dataset", config.dataset.name),
        ("Input", sides),
        ("Classes", f"{len(config.classes):,}"),
    ]


def flat(config: RunConfig) -> dict[str, object]:
    """The values of a config by their paths, ``training.epochs`` and so on."""
    values: dict[str, object] = {}
    for name, value in config.model_dump().items():
        if isinstance(value, dict):
            values.update({f"{name}.{inner}": inner_value for inner, inner_value in value.items()})
        else:
            values[name] = value
    return values


def _is_shown(field: FormField) -> bool:
    """Whether a field stands here; the finer ones of augmentation stand beside their preview on the Data page."""
    return field.group in _GROUPS


def _by_group(field: FormField) -> int:
    return _GROUPS.index(field.group)
