"""The command to convert a dataset into another format."""

from pathlib import Path

from engine.contract.commands import ConvertDataset
from engine.contract.events import DatasetConverted
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.writers.converting import ConversionCancelled, ConversionPlan, convert, plan_conversion
from engine.handlers.context import Cancelled, Context, Result


def convert_dataset(command: ConvertDataset, context: Context) -> Result:
    """Write the dataset, or only say what would be lost.

    Raises:
        Cancelled: the command is no longer wanted; nothing of the new dataset is there.
    """
    opened = open_dataset(
        Path(command.path),
        reading=command.reading,
        on_progress=context.progress,
        is_cancelled=context.is_cancelled,
    )
    try:
        with DatasetIndex(opened) as index:
            found = _convert(index, command, context)
    except ConversionCancelled as error:
        raise Cancelled from error
    event = DatasetConverted(
        out=command.out,
        format=command.format,
        images=found.images,
        annotations=found.annotations,
        classes=found.classes,
        lost=found.lost,
    )
    return event, ()


def _convert(index: DatasetIndex, command: ConvertDataset, context: Context) -> ConversionPlan:
    if command.is_plan:
        return plan_conversion(index, command.format, on_progress=context.progress, is_cancelled=context.is_cancelled)
    return convert(
        index,
        Path(command.out),
        command.format,
        pictures=command.pictures,
        on_progress=context.progress,
        is_cancelled=context.is_cancelled,
    )
