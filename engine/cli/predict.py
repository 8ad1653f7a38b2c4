"""The command ``predict``."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.box_options import ClassThresholds, Crops, Labels, SoftNms, Tile, looking_at
from engine.cli.output import JSON, print_document, progress_bar
from engine.contract.config import TaskName
from engine.contract.errors import UserError
from engine.contract.predicting import OutlineFormat

if TYPE_CHECKING:
    from engine.model_store import LoadedRun
    from engine.predicting.box_files import WantedFiles
    from engine.predicting.folder import WrittenPicture
    from engine.predicting.mask_files import Wanted

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Images = Annotated[list[Path], typer.Argument(metavar="IMAGE...", help="Picture files, or folders of them.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where pictures and predictions.json go.")]
Probabilities = Annotated[bool, typer.Option("--probabilities", help="Masks: an .npy of all classes' scores, too.")]
Uncertainty = Annotated[bool, typer.Option("--uncertainty", help="Masks: a grey picture of doubt, too.")]
Polygons = Annotated[
    OutlineFormat | None,
    typer.Option("--polygons", help="Masks: outlines of what was found, too, in this format."),
]

LISTED_CLASSES = 3


def predict(
    run: Run,
    images: Images,
    *,
    out: Out,
    probabilities: Probabilities = False,
    uncertainty: Uncertainty = False,
    polygons: Polygons = None,
    tile: Tile = False,
    soft_nms: SoftNms = False,
    class_thresholds: ClassThresholds = None,
    labels: Labels = None,
    crops: Crops = False,
    as_json: JSON = False,
) -> None:
    """Say what a run sees in pictures; writes predictions.json and each picture with its classes or its mask."""
    from engine.model_store import load_run
    from engine.predicting.box_files import WantedFiles
    from engine.predicting.folder import WantedResults, predict_into
    from engine.predicting.mask_files import Wanted
    from engine.predicting.picture_files import picture_files

    loaded = looking_at(load_run(run), in_tiles=tile, is_soft=soft_nms, thresholds=class_thresholds)
    files = WantedFiles(labels=labels, crops=crops)
    _require_boxes(loaded, files)
    masks = Wanted(probabilities=probabilities, uncertainty=uncertainty, polygons=polygons)
    _require_pixels(loaded.task, run, masks)
    wanted = WantedResults(files, masks)
    with progress_bar() as show:
        found = picture_files(images, apart_from=out)
        document, problems = predict_into(loaded, found, out, wanted, on_progress=show, take=_ignore)
    for image, reason in problems.items():
        sys.stderr.write(f"{image} was left out: {reason}.\n")
    if not document:
        raise UserError(f"No picture can be read. Received: {', '.join(map(str, images[:5]))}.", "Choose other files.")
    print_document(document, as_json=as_json, render=_TABLES.get(loaded.task, _table))


def _require_pixels(task: TaskName, run: str, wanted: "Wanted") -> None:
    """Refuse files of what the run does not say of single pixels.

    Raises:
        UserError: some are wanted.
    """
    asks_for_scores = wanted.probabilities or wanted.uncertainty
    asks_for_masks = asks_for_scores or wanted.polygons is not None
    if task is TaskName.INSTANCE and asks_for_scores:
        raise UserError(
            f"This run says masks of objects, and no scores of all pixels. Received: {run}.",
            "Leave out --probabilities and --uncertainty.",
        )
    if task not in (TaskName.SEMANTIC, TaskName.INSTANCE) and asks_for_masks:
        raise UserError(
            f"This run says nothing of single pixels. Received: {run}.",
            "Leave out --probabilities, --uncertainty and --polygons, or choose a run that learned masks.",
        )


def _require_boxes(run: "LoadedRun", files: "WantedFiles") -> None:
    """Complain about files of boxes that a run cannot find."""
    if (files.labels or files.crops) and run.task is not TaskName.DETECTION:
        raise UserError(
            f"This run finds no boxes. Received: {run.path}.",
            "Leave out --labels and --crops, or choose a run that learned boxes.",
        )


def _ignore(_written: "WrittenPicture | None", _problems: dict[str, str]) -> None:
    """Nobody waits for single pictures."""


def _mask_table(document: Sequence[Mapping[str, Any]]) -> Any:
    from rich.table import Column, Table

    table = Table(Column("Picture", overflow="fold"), "Mask", "Areas")
    for entry in document:
        areas = sorted(entry["areas"], key=lambda area: area["share"], reverse=True)
        shares = ", ".join(f"{area['class']} {area['share']:.1%}" for area in areas if area["pixels"])
        table.add_row(entry["image"], entry["mask"], shares)
    return table


def _box_table(document: Sequence[Mapping[str, Any]]) -> Any:
    from rich.table import Column, Table

    table = Table(Column("Picture", overflow="fold"), "Objects", "Best")
    for entry in document:
        best = ", ".join(f"{box['class']} {box['score']:.1%}" for box in entry["boxes"][:LISTED_CLASSES])
        table.add_row(entry["image"], str(len(entry["boxes"])), best)
    return table


def _table(document: Sequence[Mapping[str, Any]]) -> Any:
    from rich.table import Column, Table

    table = Table(Column("Picture", overflow="fold"), "Class", "Score", "Then")
    for entry in document:
        first, *others = entry["labels"]
        then = ", ".join(f"{label['class']} {label['score']:.1%}" for label in others[: LISTED_CLASSES - 1])
        table.add_row(entry["image"], first["class"], f"{first['score']:.1%}", then)
    return table


_TABLES: Mapping[TaskName, Callable[[Sequence[Mapping[str, Any]]], Any]] = {
    TaskName.SEMANTIC: _mask_table,
    TaskName.DETECTION: _box_table,
    TaskName.INSTANCE: _box_table,
    TaskName.LOCALISATION: _box_table,
}
