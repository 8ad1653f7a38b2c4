"""What the Train page shows before a start: what will be trained, and why it was chosen so."""

from collections.abc import Mapping
from functools import cache

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.config import AugmentationConfig, RunConfig
from gui.form_fields import form_fields
from gui.pages.train.settings import summary_of
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import number, plural

_AUGMENTATIONS = (
    ("flip_horizontal", "mirror"),
    ("flip_vertical", "upside down"),
    ("shift", "shift"),
    ("rotation", "rotation"),
    ("scale", "zoom"),
    ("shear", "shear"),
    ("perspective", "perspective"),
    ("crop", "crop"),
    ("elastic", "elastic"),
    ("brightness", "brightness"),
    ("contrast", "contrast"),
    ("saturation", "saturation"),
    ("hue", "hue"),
    ("noise", "noise"),
    ("blur", "blur"),
    ("jpeg", "JPEG"),
    ("cutout", "cut-out"),
    ("superimpose", "superimpose"),
    ("mixup", "mix-up"),
    ("mosaic", "mosaic"),
)


class ReadyView(ScrollColumn):
    """Two columns of facts, and below them one sentence for every choice that came from the pictures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=8, parent=parent)
        self._shown_reasons: dict[str, str] = {}
        self._what = ValueRows()
        self._how = ValueRows()
        self._reasons = QGridLayout()
        self._reasons.setHorizontalSpacing(24)
        self._reasons.setVerticalSpacing(8)
        self._reasons.setColumnMinimumWidth(0, 120)
        self._reasons.setColumnStretch(1, 1)
        facts = QHBoxLayout()
        facts.setSpacing(48)
        for title, rows in (("What", self._what), ("How", self._how)):
            block = QVBoxLayout()
            block.setSpacing(8)
            block.addWidget(SectionHeader(title, is_group=True))
            block.addWidget(rows)
            block.addStretch(1)
            facts.addLayout(block, 1)
        self.column.addWidget(
            SectionHeader("Ready to train", "Everything was chosen for these pictures; change it at the right")
        )
        self.column.addSpacing(8)
        self.column.addLayout(facts)
        self.column.addSpacing(24)
        self._why = SectionHeader("Why these choices", is_group=True)
        self._why.hide()
        self.column.addWidget(self._why)
        self.column.addLayout(self._reasons)
        self.column.addStretch(1)

    def set_config(self, config: RunConfig, reasons: Mapping[str, str]) -> None:
        """Show a config with the reasons for its values."""
        self._what.set_rows(summary_of(config))
        self._how.set_rows(_plan_of(config))
        self._show_reasons(reasons)

    def _show_reasons(self, reasons: Mapping[str, str]) -> None:
        if reasons == self._shown_reasons:
            return
        self._shown_reasons = dict(reasons)
        empty(self._reasons)
        self._why.setVisible(bool(reasons))
        for row, (path, sentence) in enumerate(reasons.items()):
            self._reasons.addWidget(Label(reason_name(path), tone="secondary"), row, 0)
            self._reasons.addWidget(Label(sentence, is_wrapped=True), row, 1)


def reason_name(path: str) -> str:
    """What people call the field at a path of the config: its title in the settings, or its name."""
    return _titles().get(path, path.rpartition(".")[2].replace("_", " ").capitalize())


@cache
def _titles() -> dict[str, str]:
    return {field.path: field.title for field in form_fields(RunConfig)} | {
        "input": "Input size",
        "network.name": "Network",
        "network.options": "Network options",
    }


def augmentation_in_words(config: AugmentationConfig) -> str:
    """``mirror, shift, rotation``, or ``off``."""
    names = [name for field, name in _AUGMENTATIONS if getattr(config, field)]
    return ", ".join(names) if config.enabled and names else "off"


def _plan_of(config: RunConfig) -> list[tuple[str, str]]:
    training = config.training
    return [
        ("Epochs", f"{training.epochs:,}"),
        ("Batch", plural(training.batch_size, "picture")),
        ("Learning rate", f"{number(training.learning_rate)}, {training.schedule}"),
        ("Optimizer", training.optimizer),
        ("Augmentation", augmentation_in_words(config.augmentation)),
    ]
