"""What an engine answers to the question which objects are drawn on a picture."""

from pathlib import Path

from engine.contract.boxes import ReadTrueBoxes, TrueBox, TrueBoxesRead
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import index_of_known
from engine.handlers.context import Context, Result
from engine.model_store import LoadedRun, load_run
from engine.tasks.box_truth import boxes_of


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
        drawn = None if row is None else boxes_of(index, [row], run.object_classes)[row.path]
    if drawn is None:
        return None
    rows = zip(drawn.boxes_xyxy.tolist(), drawn.classes, drawn.is_crowd, strict=True)
    return tuple(
        TrueBox(label=run.object_classes[one], box_xyxy=tuple(box), is_crowd=bool(crowd)) for box, one, crowd in rows
    )
