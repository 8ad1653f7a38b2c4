"""The command ``predict``."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.output import JSON, print_document, progress_bar
from engine.contract.config import TaskName
from engine.contract.errors import UserError
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores
from engine.contract.run_folder import write_atomically

if TYPE_CHECKING:
    from engine.model_store import LoadedRun

OnProgress = Callable[[str, int, int], None]
_Written = tuple[list[dict[str, Any]], dict[str, str]]

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Images = Annotated[list[Path], typer.Argument(metavar="IMAGE...", help="Picture files.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where pictures and predictions.json go.")]

LISTED_CLASSES = 3
MOST_SIDE_PX = 1024


def predict(run: Run, images: Images, *, out: Out, as_json: JSON = False) -> None:
    """Say what a run sees in pictures; writes predictions.json and each picture with its classes or its mask."""
    from engine.model_store import load_run

    loaded = load_run(run)
    out.mkdir(parents=True, exist_ok=True)
    write = _write_masks if loaded.task is TaskName.SEMANTIC else _write_classes
    with progress_bar() as show:
        document, problems = write(loaded, images, out, show)
    for image, reason in problems.items():
        sys.stderr.write(f"{image} was left out: {reason}.\n")
    if not document:
        raise UserError(f"No picture can be read. Received: {', '.join(map(str, images[:5]))}.", "Choose other files.")
    write_atomically(out / "predictions.json", json.dumps(document, indent=1, ensure_ascii=False))
    print_document(document, as_json=as_json, render=_mask_table if write is _write_masks else _table)


def prediction_document(said: ClassScores | ClassMask, *, mask: str | None = None) -> dict[str, Any]:
    """One entry of predictions.json; what the task does not give is empty."""
    labels = said.labels if isinstance(said, ClassScores) else ()
    document: dict[str, Any] = {
        "image": said.image,
        "width": said.width,
        "height": said.height,
        "labels": [{"class": label.label, "score": label.score} for label in labels],
        "boxes": [],
        "instances": [],
        "mask": mask,
        "embedding": None,
        "picture": None,
    }
    if isinstance(said, ClassMask):
        document["areas"] = [{"class": one.label, "pixels": one.pixels, "share": one.share} for one in said.areas]
    return document


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
    return [prediction_document(found) for found in predictions], problems


def _write_masks(run: "LoadedRun", images: Sequence[Path], out: Path, show: OnProgress) -> _Written:
    from engine.predicting.mask_files import write_masks

    names = picture_names([str(image) for image in images])
    found, problems = write_masks(run, images, names, out, on_progress=show)
    return [prediction_document(said, mask=mask) for said, mask in found], problems


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


def _table(document: Sequence[Mapping[str, Any]]) -> Any:
    from rich.table import Column, Table

    table = Table(Column("Picture", overflow="fold"), "Class", "Score", "Then")
    for entry in document:
        first, *others = entry["labels"]
        then = ", ".join(f"{label['class']} {label['score']:.1%}" for label in others[: LISTED_CLASSES - 1])
        table.add_row(entry["image"], first["class"], f"{first['score']:.1%}", then)
    return table
