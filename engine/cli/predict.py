"""The command ``predict``."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.cli.output import JSON, print_document, progress_bar
from engine.contract.errors import UserError
from engine.contract.predictions import ClassScores
from engine.contract.run_folder import write_atomically

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Images = Annotated[list[Path], typer.Argument(metavar="IMAGE...", help="Picture files.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where pictures and predictions.json go.")]

LISTED_CLASSES = 3
MOST_SIDE_PX = 1024


def predict(run: Run, images: Images, *, out: Out, as_json: JSON = False) -> None:
    """Say what a run sees in pictures; writes predictions.json and each picture with its classes below."""
    from engine import predict as prediction
    from engine.model_store import load_run

    with progress_bar() as show:
        predictions, problems = prediction.predict(load_run(run), images, on_progress=show)
    for image, reason in problems.items():
        sys.stderr.write(f"{image} was left out: {reason}.\n")
    if not predictions:
        raise UserError(f"No picture can be read. Received: {', '.join(map(str, images[:5]))}.", "Choose other files.")
    out.mkdir(parents=True, exist_ok=True)
    document = [prediction_document(found) for found in predictions]
    write_atomically(out / "predictions.json", json.dumps(document, indent=1, ensure_ascii=False))
    _write_pictures(out, predictions)
    print_document(document, as_json=as_json, render=_table)


def prediction_document(found: ClassScores) -> dict[str, Any]:
    """One entry of predictions.json; what classification does not give is empty."""
    return {
        "image": found.image,
        "width": found.width,
        "height": found.height,
        "labels": [{"class": label.label, "score": label.score} for label in found.labels],
        "boxes": [],
        "instances": [],
        "mask": None,
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


def _write_pictures(out: Path, predictions: Sequence[ClassScores]) -> None:
    from engine.dataset.pictures.decode import decode_picture
    from engine.overlays import caption, write_png

    for found, name in zip(predictions, picture_names([found.image for found in predictions]), strict=True):
        pixels = decode_picture(Path(found.image), max_side=MOST_SIDE_PX).pixels
        lines = [f"{label.label}  {label.score:.1%}" for label in found.labels[:LISTED_CLASSES]]
        write_png(out / name, caption(pixels, lines))


def _table(document: Sequence[Mapping[str, Any]]) -> Any:
    from rich.table import Column, Table

    table = Table(Column("Picture", overflow="fold"), "Class", "Score", "Then")
    for entry in document:
        first, *others = entry["labels"]
        then = ", ".join(f"{label['class']} {label['score']:.1%}" for label in others[: LISTED_CLASSES - 1])
        table.add_row(entry["image"], first["class"], f"{first['score']:.1%}", then)
    return table
