"""The command ``sample``."""

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from engine.cli.output import JSON, print_document, progress_bar
from engine.data.synthetic.writing import KINDS, SampleKind, write_sample

Kind = Annotated[str, typer.Argument(help=f"What to draw: {', '.join(KINDS)}.")]
Folder = Annotated[Path, typer.Argument(help="A new or empty folder.")]
Count = Annotated[int, typer.Option("--count", min=1, max=1_000_000, help="Number of pictures.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same pictures.")]
Size = Annotated[int, typer.Option("--size", min=16, max=1024, help="Width and height in pixels.")]


def sample(
    kind: Kind, folder: Folder, *, count: Count = 1500, seed: Seed = 1, size: Size = 64, as_json: JSON = False
) -> None:
    """Write a built-in sample dataset."""
    with progress_bar() as on_progress:
        write_sample(cast(SampleKind, kind), folder, count=count, seed=seed, size_px=size, on_progress=on_progress)
    document = {"kind": kind, "folder": str(folder), "images": count, "seed": seed, "size": [size, size]}
    print_document(document, as_json=as_json, render=_sentence)


def _sentence(document: dict[str, Any]) -> str:
    return f"{document['images']} pictures are in {document['folder']}."
