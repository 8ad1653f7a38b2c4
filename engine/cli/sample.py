"""The command ``sample``."""

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from engine.cli.output import JSON, print_document, progress_bar
from engine.contract.commands import SampleKind
from engine.data.synthetic.writing import SIZES, write_sample

_KINDS = "; ".join(f"{kind} ({size.count} of {size.side_px} px)" for kind, size in SIZES.items())
Kind = Annotated[str, typer.Argument(help=f"What to draw: {_KINDS}.")]
Folder = Annotated[Path, typer.Argument(help="A new or empty folder.")]
Count = Annotated[int | None, typer.Option("--count", min=1, max=1_000_000, help="Number of pictures.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same pictures.")]
Size = Annotated[int | None, typer.Option("--size", min=16, max=1024, help="Longest side in pixels.")]


def sample(
    kind: Kind, folder: Folder, *, count: Count = None, seed: Seed = 1, size: Size = None, as_json: JSON = False
) -> None:
    """Write a built-in sample dataset: with labels, boxes, masks, pairs, or none."""
    wanted = cast(SampleKind, kind)
    with progress_bar() as on_progress:
        write_sample(wanted, folder, count=count, seed=seed, size_px=size, on_progress=on_progress)
    usual = SIZES[wanted]
    side = size or usual.side_px
    document = {
        "kind": kind,
        "folder": str(folder),
        "images": count or usual.count,
        "seed": seed,
        "size": [side, side],
    }
    print_document(document, as_json=as_json, render=_sentence)


def _sentence(document: dict[str, Any]) -> str:
    return f"{document['images']} pictures are in {document['folder']}."
