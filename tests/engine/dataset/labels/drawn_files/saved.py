"""Draws on a dataset, saves, and reads it again."""

from pathlib import Path

from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.drawn_files.saving import save_drawn
from engine.dataset.labels.saved_files import switch_files
from tests.engine.dataset.labels.drawn_dataset import Known, drawn_on, open_index
from tests.engine.dataset.small_datasets import opened


def save(folder: Path) -> str:
    """Save what was drawn; returns the step."""
    step = save_drawn(open_index(folder), "saving")
    assert step is not None
    return step


def bring_back(folder: Path, step: str) -> None:
    """Take a saving step back."""
    index = open_index(folder)
    journal = journal_of_index(index)
    known = next(item for item in journal.steps() if item.id == step)
    switch_files(index, known, is_in_force=False)
    journal.switch(step, is_in_force=False)
    open_index(folder)


def near(drawn: list[Known]) -> list[Known]:
    """What is drawn, to a thousandth of a pixel."""
    return [(label, tuple(round(value, 3) for value in corners)) for label, corners in drawn]


def as_set(drawn: list[Known]) -> list[Known]:
    """What is drawn, in an order of its own: a file may hold new annotations in another one."""
    return sorted(near(drawn), key=repr)


def corrected(folder: Path) -> tuple[int, int]:
    """How many pictures are corrected, and how many corrections do not hold."""
    with opened(folder) as index:
        summary = index.summary()
    return summary.corrected, summary.stale_corrections


def require_saved(folder: Path, pictures: list[str]) -> str:
    """Save, and see that the files say what was drawn; returns the step."""
    before = [as_set(drawn_on(folder, picture)) for picture in pictures]
    step = save(folder)
    assert [as_set(drawn_on(folder, picture)) for picture in pictures] == before
    assert corrected(folder) == (0, 0)
    return step
