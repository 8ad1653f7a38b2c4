"""Details of one run: how it went, where it lies."""

from PySide6.QtWidgets import QWidget

from gui.runs.differences import value_words
from gui.runs.library import RunSummary
from gui.runs.words import metric_name, metric_words, state_words
from gui.tokens import size
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import NOTHING, duration


class RunDetails(ScrollColumn):
    """What is known of the chosen run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=8, parent=parent)
        self._rows = ValueRows()
        self._reason = Label("", tone="danger", is_wrapped=True)
        self._versions = ValueRows()
        self._place = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.column.addWidget(self._reason)
        self.column.addWidget(self._rows)
        self.column.addSpacing(8)
        self.column.addWidget(SectionHeader("Made with", is_group=True))
        self.column.addWidget(self._versions)
        self.column.addSpacing(8)
        self.column.addWidget(SectionHeader("Folder", is_group=True))
        self.column.addWidget(self._place)
        self.column.addStretch(1)

    def show_run(self, run: RunSummary) -> None:
        """Show another run."""
        state, config = run.state, run.config
        self._reason.setText(f"{state.reason} {state.hint}".strip())
        self._reason.setVisible(state.status == "failed")
        last = next((value for value in reversed(run.curve) if value is not None), None)
        height, width = config.input.height, config.input.width
        self._rows.set_rows(
            [
                ("State", state_words(state)),
                (f"Best {metric_name(state.monitor)}", metric_words(state.monitor, state.best_value)),
                ("Best epoch", str(state.best_epoch or NOTHING)),
                ("Last", metric_words(state.monitor, last)),
                ("Trained for", duration(state.seconds)),
                ("Pictures", f"{width} × {height} × {config.input.channels}"),
                ("Classes", str(len(config.classes))),
                ("Batch size", str(config.training.batch_size)),
                ("Learning rate", f"{config.training.learning_rate:g}"),
                ("Optimizer", config.training.optimizer),
                ("Dropout", value_words(config.training.dropout)),
            ]
        )
        self._versions.set_rows(sorted(config.versions.items()))
        self._place.setText(str(run.path))
