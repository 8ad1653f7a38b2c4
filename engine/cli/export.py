"""The command ``export``."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.cli.output import JSON, print_document, progress_bar

Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or a .keras file.")]
Out = Annotated[Path, typer.Argument(metavar="OUT", help="File to write.")]
Format = Annotated[str, typer.Option("--to", metavar="FORMAT", help="keras, or script with its weights beside it.")]


def export(run: Run, out: Out, *, file_format: Format = "keras", as_json: JSON = False) -> None:
    """Write a network with its preparation inside, open it again, and compare both on pictures."""
    from engine import export as exporting
    from engine.model_store import load_run

    with progress_bar() as show:
        report = exporting.export(
            load_run(run), out, file_format=file_format, on_progress=show, is_cancelled=lambda: False
        )
    print_document(asdict(report), as_json=as_json, render=_sentence)


def _sentence(document: Mapping[str, Any]) -> str:
    return (
        f"{document['path']}: {document['bytes'] / 1e6:.1f} MB. Opened again and asked about "
        f"{document['checked_images']} pictures: {document['agreement']:.1%} the same class, scores differ by "
        f"{document['max_abs_difference']:.1e} at most."
    )
