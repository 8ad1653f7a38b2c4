"""The command ``predict``."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from engine.cli.box_options import ClassThresholds, Crops, Labels, SoftNms, Tile, looking_at
from engine.cli.output import JSON, print_document, progress_bar
from engine.contract.boxes import PictureBoxes
from engine.contract.config import TaskName
from engine.contract.errors import UserError
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores
from engine.contract.run_folder import write_atomically

if TYPE_CHECKING:
    from engine.model_store import LoadedRun
    from engine.predicting.box_files import WantedFiles
    from engine.predicting.mask_files import Wanted, WrittenMask

OnProgress = Callable[[str, int, int], None]
_Written = tuple[list[dict[str, Any]], dict[str, str]]

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Images = Annotated[list[Path], typer.Argument(metavar="IMAGE...", help="Picture files.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where pictures and predictions.json go.")]
Probabilities = Annotated[bool, typer.Option("--probabilities", help="Masks: an .npy of all classes' scores, too.")]
Uncertainty = Annotated[bool, typer.Option("--uncertainty", help="Masks: a grey picture of doubt, too.")]
Polygons = Annotated[
    Literal["geojson", "labelme", "coco"] | None,
    typer.Option("--polygons", help="Masks: outlines of what was found, too, in this format."),
]

LISTED_CLASSES = 3
MOST_SIDE_PX = 1024


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
    from engine.predicting.mask_files import Wanted

    loaded = looking_at(load_run(run), in_tiles=tile, is_soft=soft_nms, thresholds=class_thresholds)
    files = WantedFiles(labels=labels, crops=crops)
    _require_boxes(loaded, files)
    wanted = Wanted(probabilities=probabilities, uncertainty=uncertainty, polygons=polygons)
    _require_pixels(loaded.task, run, wanted)
    out.mkdir(parents=True, exist_ok=True)
    with progress_bar() as show:
        match loaded.task:
            case TaskName.SEMANTIC:
                document, problems = _write_masks(loaded, images, out, wanted, show)
            case TaskName.DETECTION | TaskName.LOCALISATION:
                document, problems = _write_boxes(loaded, images, out, files, show)
            case TaskName.INSTANCE:
                document, problems = _write_instances(loaded, images, out, wanted, show)
            case _:
                document, problems = _write_classes(loaded, images, out, show)
    for image, reason in problems.items():
        sys.stderr.write(f"{image} was left out: {reason}.\n")
    if not document:
        raise UserError(f"No picture can be read. Received: {', '.join(map(str, images[:5]))}.", "Choose other files.")
    write_atomically(out / "predictions.json", json.dumps(document, indent=1, ensure_ascii=False))
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


def class_document(said: ClassScores) -> dict[str, Any]:
    """One entry of predictions.json for the classes of a whole picture."""
    labels = [{"class": label.label, "score": label.score} for label in said.labels]
    return _document(said, labels=labels, mask=None)


def mask_document(written: "WrittenMask") -> dict[str, Any]:
    """One entry of predictions.json for the classes of all pixels."""
    said = written.said
    return _document(said, labels=[], mask=written.mask) | {
        "areas": [{"class": one.label, "pixels": one.pixels, "share": one.share} for one in said.areas],
        "probabilities": written.probabilities,
        "uncertainty": written.uncertainty,
        "polygons": written.polygons,
    }


def box_document(said: PictureBoxes) -> dict[str, Any]:
    """One entry of predictions.json for the objects of a picture."""
    boxes = [{"class": box.label, "score": box.score, "box_xyxy": list(box.box_xyxy)} for box in said.boxes]
    seen = {} if said.cam_box_xyxy is None else {"cam_box_xyxy": list(said.cam_box_xyxy)}
    return _document(said, labels=[], mask=None) | {"boxes": boxes} | seen


def instance_document(said: PictureBoxes, polygons: str | None) -> dict[str, Any]:
    """One entry of predictions.json for the objects of a picture with their pixels, as COCO's run lengths."""
    document = box_document(said)
    size = [said.height, said.width]
    document["instances"] = [
        shown | {"rle": {"size": size, "counts": box.mask_counts}}
        for shown, box in zip(document["boxes"], said.boxes, strict=True)
    ]
    return document | {"polygons": polygons}


def _document(
    said: ClassScores | ClassMask | PictureBoxes, *, labels: list[dict[str, Any]], mask: str | None
) -> dict[str, Any]:
    """The keys that every task has; what it does not give is empty."""
    return {
        "image": said.image,
        "width": said.width,
        "height": said.height,
        "labels": labels,
        "boxes": [],
        "instances": [],
        "mask": mask,
        "embedding": None,
        "picture": None,
    }


def picture_names(images: Sequence[str]) -> list[str]:
    """A name for each picture's overlay: its stem, numbered where two pictures share it."""
    names: list[str] = []
    for image in images:
        stem = candidate = Path(image).stem
        count = 1
        while f"{candidate}.png" in names:
            count += 1
            candidate = f"{stem}-{count}"
        names.append(f"{candidate}.png")
    return names


def _write_classes(run: "LoadedRun", images: Sequence[Path], out: Path, show: OnProgress) -> _Written:
    from engine.predicting.classes import predict_classes

    predictions, problems = predict_classes(run, images, on_progress=show)
    _write_pictures(out, predictions)
    return [class_document(found) for found in predictions], problems


def _write_masks(run: "LoadedRun", images: Sequence[Path], out: Path, wanted: "Wanted", show: OnProgress) -> _Written:
    from engine.predicting.mask_files import write_masks

    names = picture_names([str(image) for image in images])
    written, problems = write_masks(run, images, names, out, wanted=wanted, on_progress=show)
    return [mask_document(one) for one in written], problems


def _write_boxes(
    run: "LoadedRun", images: Sequence[Path], out: Path, files: "WantedFiles", show: OnProgress
) -> _Written:
    from engine.cli.drawn_boxes import write_drawn
    from engine.predict import predict as look
    from engine.predicting.box_files import BoxFiles

    found, problems = look(run, images, on_progress=show)
    predictions = [one.said for one in found if isinstance(one.said, PictureBoxes)]
    written = BoxFiles(run.object_classes, out, files)
    for said, name in zip(predictions, picture_names([said.image for said in predictions]), strict=True):
        write_drawn(out / name, said, run.object_classes, most_side_px=MOST_SIDE_PX)
        written.add(said, Path(name).stem)
    written.finish()
    return [box_document(said) for said in predictions], problems


def _write_instances(
    run: "LoadedRun", images: Sequence[Path], out: Path, wanted: "Wanted", show: OnProgress
) -> _Written:
    from engine.cli.drawn_boxes import write_drawn
    from engine.dataset.masks.found_masks import number_found
    from engine.ops.instances import Objects
    from engine.predicting.boxes import predict_boxes
    from engine.predicting.mask_outlines import OutlineFiles

    found, problems = predict_boxes(run, images, on_progress=show)
    outlines = OutlineFiles(run, wanted.polygons, out) if wanted.polygons else None
    document = []
    for one, name in zip(found, picture_names([one.said.image for one in found]), strict=True):
        write_drawn(out / name, one.said, run.object_classes, most_side_px=MOST_SIDE_PX)
        objects = Objects(number_found(one.said), _class_indices(one.said, run))
        written = None if outlines is None else outlines.add_objects(Path(one.said.image), Path(name).stem, objects)
        document.append(instance_document(one.said, written))
    if outlines is not None:
        outlines.finish()
    return document, problems


def _class_indices(said: PictureBoxes, run: "LoadedRun") -> tuple[int, ...]:
    return tuple(run.object_classes.index(box.label) for box in said.boxes)


def _write_pictures(out: Path, predictions: Sequence[ClassScores]) -> None:
    from engine.dataset.pictures.decode import decode_picture
    from engine.overlays import caption, write_png

    for found, name in zip(predictions, picture_names([found.image for found in predictions]), strict=True):
        pixels = decode_picture(Path(found.image), max_side=MOST_SIDE_PX).pixels
        lines = [f"{label.label}  {label.score:.1%}" for label in found.labels[:LISTED_CLASSES]]
        write_png(out / name, caption(pixels, lines))


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
