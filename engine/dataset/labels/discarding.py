"""Takes every correction of a dataset back, as one step."""

from pathlib import Path

from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.drawing import discarded
from engine.dataset.labels.steps import LabelChange, corrections_of


def discard_corrections(index: Path, text: str) -> str | None:
    """Add a step that takes every correction back, also those that do not hold any more.

    Returns:
        As of ``correct_labels``.

    Raises:
        UserError: the journal cannot be read or written.
    """
    journal = journal_of_index(index)
    corrections = corrections_of(journal.steps())
    changes = [
        LabelChange(path, item.given, item.given) for path, item in corrections.items() if item.label != item.given
    ]
    drawn = discarded(index)
    return journal.add_drawn(text, drawn, changes).id if changes or drawn else None
