"""The section of Details that says what the network starts with, and what of it is frozen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.config import RunConfig
from gui.form_fields import form_fields
from gui.forms import SettingsForm
from gui.pages.network.transfer.download import DownloadRow
from gui.pages.network.transfer.facts import BackboneFacts
from gui.widgets.button import Button
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.section import SectionHeader

FIELDS = ("training.unfreeze_epoch", "training.unfreeze_rate")
NEEDS_DATA = "Needs data first. Open a folder of pictures, then a backbone can be chosen."


class TransferSection(QWidget):
    """Where the weights come from, how far the download is, what is frozen and until when.

    Attributes:
        choose: opens the menu of backbones.
        unfreeze: lets all layers learn.
        download: the state of pretrained weights.
        form: when frozen layers learn, and how fast.

    Signals:
        choose_wanted(): the user wants to choose a backbone.
        unfreeze_wanted(): the user wants that all layers learn.
        field_changed(str, object): the user gave a field of the plan another value.
    """

    choose_wanted = Signal()
    unfreeze_wanted = Signal()
    field_changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "text")
        self._note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._frozen = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.choose = Button("Backbone", icon="network", is_small=True)
        self.unfreeze = Button("Unfreeze all", is_small=True)
        self.download = DownloadRow()
        self.form = SettingsForm([field for field in form_fields(RunConfig) if field.path in FIELDS], has_groups=False)
        self.unfreeze.set_tip("Let all layers learn from the first epoch on")
        self._lay_out()
        self.choose.clicked.connect(self.choose_wanted)
        self.unfreeze.clicked.connect(self.unfreeze_wanted)
        self.form.changed.connect(self.field_changed)

    def show_facts(self, facts: BackboneFacts, *, has_plan: bool) -> None:
        """Show what is planned."""
        self._title.set_text(facts.title)
        self._note.setText(facts.note)
        self._frozen.setText(facts.frozen)
        self._frozen.setVisible(has_plan)
        self.unfreeze.setVisible(facts.has_frozen)
        self.form.setVisible(facts.has_frozen)
        self.choose.set_available(has_plan and not facts.obstacle, reason=facts.obstacle or NEEDS_DATA)
        self.download.show_file(facts.file)

    def show_training(self, config: RunConfig) -> None:
        """Show when frozen layers learn."""
        training = config.training
        self.form.set_values({FIELDS[0]: training.unfreeze_epoch, FIELDS[1]: training.unfreeze_rate})

    def _lay_out(self) -> None:
        self.choose.set_tip("Start with the weights of a pretrained network, of a run, or of a Keras file")
        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(self._title, 1)
        header.addWidget(self.choose)
        frozen = QHBoxLayout()
        frozen.setSpacing(8)
        frozen.addWidget(self._frozen, 1)
        frozen.addWidget(self.unfreeze)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionHeader("Starts with", is_group=True))
        column.addLayout(header)
        column.addWidget(self._note)
        column.addWidget(self.download)
        column.addLayout(frozen)
        column.addWidget(self.form)
