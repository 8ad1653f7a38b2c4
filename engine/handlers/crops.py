"""The commands that cut crops out of the boxes of a dataset."""

from pathlib import Path

import numpy as np

from engine.classifier_detectors.crop_dataset import preview_crops, write_crops
from engine.contract.crops import ClassCrops, CropCommand, CropsPreviewed, CropsWritten, PreviewCrops, WriteCrops
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.handlers.context import Context, Result
from engine.handlers.training_paths import index_path


def handle(command: CropCommand, context: Context) -> Result:
    """Show some crops, or write all.

    Raises:
        Cancelled: the command is no longer wanted; nothing of the new dataset is there.
        UserError: there is nothing to cut out, or the folder cannot be written.
    """
    match command:
        case PreviewCrops():
            return _preview(command, context)
        case WriteCrops():
            return _write(command, context)


def _preview(command: PreviewCrops, context: Context) -> Result:
    with DatasetIndex(index_path(command, context)) as index:
        crops, planned = preview_crops(index, command.options, on_progress=context.progress)
        images = len(index.rows(labelled=False))
    event = CropsPreviewed(
        labels=tuple(crop.label for crop in crops),
        images=images,
        planned=tuple(ClassCrops(name=name, count=count) for name, count in planned.items()),
    )
    side = command.options.size_px
    pixels = np.stack([crop.pixels for crop in crops]) if crops else np.zeros((0, side, side, 3), np.uint8)
    return event, (pixels,)


def _write(command: WriteCrops, context: Context) -> Result:
    opened = open_dataset(
        Path(command.path), reading=command.reading, on_progress=context.progress, is_cancelled=context.is_cancelled
    )
    with DatasetIndex(opened) as index:
        written = write_crops(index, Path(command.out), command.options, on_progress=context.progress)
    event = CropsWritten(
        out=command.out,
        images=written.images,
        unread=len(written.unread),
        classes=tuple(ClassCrops(name=name, count=count) for name, count in written.classes.items()),
    )
    return event, ()
