"""The commands that divide a dataset, and save how it is divided."""

from pathlib import Path

from engine.contract.commands import ChangeSplit, SaveSplit
from engine.contract.events import Done, SplitChanged
from engine.dataset.doctor.examine import examine
from engine.dataset.opening import open_dataset
from engine.dataset.splits.changes import change_split, save_split
from engine.dataset.splits.file import read_split_file
from engine.handlers.context import Context, Result


def change(command: ChangeSplit, context: Context) -> Result:
    """Divide the pictures, and look for leaks again."""
    file = None if command.file is None else read_split_file(Path(command.file))
    index = _open(command, context)
    change_split(index, config=command.config, moved=command.moved, file=file)
    examine(index, on_progress=context.progress, is_cancelled=context.is_cancelled)
    return SplitChanged(index=str(index)), ()


def save(command: SaveSplit, context: Context) -> Result:
    """Write the split of every picture into a file."""
    save_split(_open(command, context), Path(command.out))
    return Done(), ()


def _open(command: ChangeSplit | SaveSplit, context: Context) -> Path:
    return open_dataset(
        Path(command.path),
        reading=command.reading,
        on_progress=context.progress,
        is_cancelled=context.is_cancelled,
    )
