"""All options of augmentation in one column: the switch, presets, and a group for each kind of change."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.augmentation_presets import PRESETS, preset, preset_of
from engine.contract.config import AugmentationConfig, TaskName
from gui.pages.data.augmentation.options import GROUPS, OPTIONS, OptionGroup, number_on, refusal
from gui.pages.data.augmentation.rows import OptionRow
from gui.widgets.combo import Combo
from gui.widgets.folding import FoldingGroup
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.switch import Switch

_OWN: Final = "own"
_CHOSEN: Final = "chosen"
_OFF: Final = "Training shows every picture as it is."


class AugmentationPanel(ScrollColumn):
    """Shows settings and says what the user wants changed.

    Args:
        parent: owner.

    Attributes:
        switch: augmentation as a whole.
        presets: settings to start from.
        rows: the row of each option, by the name of its field.

    Signals:
        moved(AugmentationConfig): the user is changing something; to be shown, not yet to be kept.
        chosen(AugmentationConfig, str): the user has changed something, and what it is called.
    """

    moved = Signal(object)
    chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=8, parent=parent)
        self._config = AugmentationConfig()
        self._proposal = AugmentationConfig()
        self.switch = Switch("Augmentation")
        self.switch.set_tip("Show each training picture a little different every time")
        self.presets = Combo("Preset")
        self._words = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.rows = {option.name: OptionRow(option) for option in OPTIONS}
        self._groups: dict[OptionGroup, FoldingGroup] = {}
        self._lay_out()
        self.switch.toggled.connect(self._on_switched)
        self.presets.value_changed.connect(self._on_preset_chosen)
        for row in self.rows.values():
            row.moved.connect(self._on_moved)
            row.chosen.connect(self._on_chosen)
            row.reset_requested.connect(self._on_reset_requested)

    def set_config(self, config: AugmentationConfig, proposal: AugmentationConfig, task: TaskName | None) -> None:
        """Show settings.

        Args:
            config: what the next training uses.
            proposal: what the reset buttons bring back.
            task: what is to be trained; None where nothing can be yet.
        """
        self._config, self._proposal = config, proposal
        self.switch.blockSignals(True)
        self.switch.setChecked(config.enabled)
        self.switch.blockSignals(False)
        self.switch.update()
        for option in OPTIONS:
            row = self.rows[option.name]
            row.set_config(config, proposal)
            row.set_reason(refusal(option, task) or ("" if config.enabled else "Augmentation is switched off."))
        self._show_preset()
        for name, group in self._groups.items():
            number = number_on(name, config) if config.enabled else 0
            group.header.set_note(f"{number} on" if number else "off")

    def _show_preset(self) -> None:
        found = preset_of(self._config)
        is_chosen = self._config == self._proposal
        choices: list[tuple[object, str]] = [(_CHOSEN, "Chosen for this dataset")]
        choices += [(one.name, one.title) for one in PRESETS]
        if found is None and not is_chosen:
            choices.append((_OWN, "Own settings"))
        self.presets.set_choices(choices)
        self.presets.set_value(_CHOSEN if is_chosen else _OWN if found is None else found.name)
        words = found.description if found is not None and not is_chosen else ""
        self._words.setText(words if self._config.enabled or found is not None else _OFF)
        self._words.setVisible(bool(self._words.text()))

    def _lay_out(self) -> None:
        head = SectionHeader("Augmentation", is_group=True)
        head.add_control(self.switch)
        top = QVBoxLayout()
        top.setSpacing(8)
        for widget in (head, self.presets, self._words):
            top.addWidget(widget)
        self.column.addLayout(top)
        for name in GROUPS:
            group = FoldingGroup(name, is_open=True)
            self._groups[name] = group
            for option in OPTIONS:
                if option.group == name:
                    group.rows.addWidget(self.rows[option.name])
            self.column.addWidget(group)
        self.column.addStretch(1)

    def _with(self, name: str, value: object) -> AugmentationConfig:
        return self._config.model_copy(update={name: value})

    @Slot(str, object)
    def _on_moved(self, name: str, value: object) -> None:
        config = self._with(name, value)
        self.set_config_while_moving(config)
        self.moved.emit(config)

    def set_config_while_moving(self, config: AugmentationConfig) -> None:
        """Show numbers that follow the slider, before they are kept."""
        for row in self.rows.values():
            row.set_config(config, self._proposal)

    @Slot(str, object)
    def _on_chosen(self, name: str, value: object) -> None:
        title = AugmentationConfig.model_fields[name].title or name
        self.chosen.emit(self._with(name, value), f"change of {title.lower()}")

    @Slot(str)
    def _on_reset_requested(self, name: str) -> None:
        option = self.rows[name].option
        fields = [field for field in (option.name, option.probability) if field is not None]
        values = {field: getattr(self._proposal, field) for field in fields}
        self.chosen.emit(self._config.model_copy(update=values), f"reset of {option.title.lower()}")

    @Slot(bool)
    def _on_switched(self, is_wanted: bool) -> None:
        self.chosen.emit(self._with("enabled", is_wanted), f"augmentation {'on' if is_wanted else 'off'}")

    @Slot(object)
    def _on_preset_chosen(self, name: str) -> None:
        if name == _OWN:
            return
        config = self._proposal if name == _CHOSEN else preset(name).config
        self.chosen.emit(config, "choice of an augmentation preset")
