"""The fields of the preparation, with what each step does and why."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.config import InputConfig
from gui.form_fields import form_fields
from gui.forms import SettingsForm
from gui.pages.network.preparation.explanations import explanations
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader


class PreparationPanel(ScrollColumn):
    """The same fields as among the settings of the Train page; a change shows at once.

    Signals:
        changed(str, object): the user gave the field at this path another value.
    """

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=0, parent=parent)
        self.form = SettingsForm(form_fields(InputConfig, "input."), has_groups=False)
        self.form.changed.connect(self.changed)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(2)
        self._done = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.column.addWidget(self.form)
        self.column.addSpacing(16)
        self.column.addWidget(SectionHeader("What it does and why", is_group=True))
        self.column.addSpacing(8)
        self.column.addLayout(self._steps)
        self.column.addSpacing(16)
        self.column.addWidget(SectionHeader("With the numbers filled in", is_group=True))
        self.column.addSpacing(8)
        self.column.addWidget(self._done)
        self.column.addStretch(1)

    def set_config(
        self, config: InputConfig, values: Mapping[str, object], defaults: Mapping[str, object], *, task: str
    ) -> None:
        """Show a preparation.

        Args:
            config: what is explained.
            values: of the fields, by their paths.
            defaults: what the reset buttons bring back, by path.
            task: what it is for.
        """
        self.form.set_task(task)
        self.form.set_defaults(defaults)
        self.form.set_values(values)
        empty(self._steps)
        for step in explanations(config):
            if self._steps.count():
                self._steps.addSpacing(8)
            self._steps.addWidget(Label(step.step, "button"))
            self._steps.addWidget(Label(step.sentence, "secondary", tone="secondary", is_wrapped=True))

    def set_steps(self, steps: tuple[str, ...]) -> None:
        """Say what exactly the engine did."""
        self._done.setText(" ".join(steps))
