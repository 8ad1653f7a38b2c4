"""What an engine answers to the question which objects are drawn on a picture."""

from pathlib import Path

from engine.contract.boxes import ReadTrueBoxes, TrueBox, TrueBoxesRead
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.found_masks import mask_counts_of
from engine.dataset.opening import index_of_known
from engine.evaluating.instances import true_masks
from engine.handlers.context import Context, Result
from engine.model_store import LoadedRun, load_run
from engine.predicting.finder import says_masks
from engine.tasks.box_truth import PictureBoxes, boxes_of
from engine.tasks.mask_truth import MaskTruth


def read_true_boxes(command: ReadTrueBoxes, context: Context) -> Result:
    """The objects of a picture of the run's dataset, as far as their classes are those of the run."""
    run = load_run(command.run)
    return TrueBoxesRead(run=command.run, image=command.image, boxes=true_boxes(run, Path(command.image), context)), ()


def true_boxes(run: LoadedRun, image: Path, context: Context) -> tuple[TrueBox, ...] | None:
    """The objects that are drawn on a picture; None for one that is not in the run's dataset."""
    if run.config is None or not image.is_relative_to(run.config.dataset.folder):
        return None
    place, reading = Path(run.config.dataset.path), run.config.dataset.reading
    opened = index_of_known(place, reading, on_progress=context.progress, is_cancelled=context.is_cancelled)
    with DatasetIndex(opened) as index:
        row = index.image(image.relative_to(run.config.dataset.folder).as_posix())
        if row is None:
            return None
        drawn = boxes_of(index, [row], run.object_classes)[row.path]
        if says_masks(run):
            return boxes_with_masks(MaskTruth.of(index, [row]), row.path, run.object_classes, drawn)
    rows = zip(drawn.boxes_xyxy.tolist(), drawn.classes, drawn.is_crowd, strict=True)
    return tuple(
        TrueBox(label=run.object_classes[one], box_xyxy=tuple(box), is_crowd=bool(crowd)) for box, one, crowd in rows
    )


def boxes_with_masks(truth: MaskTruth, path: str, classes: tuple[str, ...], drawn: PictureBoxes) -> tuple[TrueBox, ...]:
    """The same with the pixels of each object, as an evaluation compares them: both read the same annotations."""
    picture, masks = truth.pictures[path], true_masks(truth, path, classes)
    return tuple(
        TrueBox(
            label=classes[one],
            box_xyxy=tuple(box),
            is_crowd=bool(crowd),
            mask_counts=mask_counts_of(part, height=picture.height, width=picture.width),
        )
        for box, one, crowd, part in zip(
            drawn.boxes_xyxy.tolist(), masks.classes, masks.is_crowd, masks.parts, strict=True
        )
    )
