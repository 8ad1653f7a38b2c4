"""What a person does to labels, as steps of the journal."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from engine.contract.annotations import AnnotationKind
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.schema import connect_for_reading
from engine.dataset.labels.journal import LabelJournal, journal_of
from engine.dataset.labels.steps import LabelChange

LONGEST_NAME = 200


def journal_of_index(index: Path) -> LabelJournal:
    """The journal of the dataset that an index lists.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        meta = dict(map(tuple, connection.execute("SELECT key, value FROM meta WHERE key IN ('root', 'reading')")))
    return journal_of(Path(meta["root"]), meta["reading"])


def correct_labels(index: Path, labels: Mapping[str, str | None], text: str) -> str | None:
    """Add a step that gives pictures other labels.

    Args:
        index: of ``open_dataset``.
        labels: by path; None takes the label away. Pictures that have the label already are passed over, and so are
            those that are not there.
        text: names the step for undo.

    Returns:
        Id of the step, which is on the disk by now; None where nothing was to be changed.

    Raises:
        UserError: a name cannot be one of a class, the dataset's labels are drawn, or the journal cannot be written.
    """
    wanted = {path: None if label is None else class_name(label) for path, label in labels.items()}
    with DatasetIndex(index) as opened:
        drawn = opened.annotation_kinds() - {AnnotationKind.LABEL}
        if drawn:
            raise UserError(
                f"Only labels of whole pictures can be corrected. Received: {opened.root.name}, where classes belong to"
                " what is drawn on the pictures.",
                "Open a picture and correct what is drawn on it.",
            )
        rows = (row for path in wanted if (row := opened.image(path)) is not None)
        changes = [
            LabelChange(row.path, row.given_label, wanted[row.path]) for row in rows if row.label != wanted[row.path]
        ]
    return journal_of_index(index).add(text, changes).id if changes else None


def class_name(text: str) -> str:
    """A typed name as the name of a class, without spaces around it.

    Raises:
        UserError: it cannot be one.
    """
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UserError(
            f"This cannot be the name of a class. Received: {name[:LONGEST_NAME]!r}.",
            f"Use 1 to {LONGEST_NAME} letters, digits, signs and spaces in one line.",
        )
    return name
