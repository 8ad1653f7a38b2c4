"""The command ``data convert``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from engine.cli.output import JSON, OnProgress, Reading, print_document, progress_bar
from engine.contract.dataset import WriterFormat
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset

if TYPE_CHECKING:
    from engine.dataset.writers.converting import ConversionPlan

FORMATS = get_args(WriterFormat)

Place = Annotated[Path, typer.Argument(metavar="PATH", help="Folder or label file of the dataset.")]
Out = Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.")]
Format = Annotated[str, typer.Option("--to", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")]
Link = Annotated[bool, typer.Option("--link", help="Give the pictures a second name in place of copying them.")]
Plan = Annotated[bool, typer.Option("--plan", help="Only say what would be lost, and write nothing.")]


def convert(
    path: Place,
    out: Out,
    *,
    to: Format,
    reading: Reading = None,
    link: Link = False,
    plan: Plan = False,
    as_json: JSON = False,
) -> None:
    """Write a dataset in another format; what that cannot hold is told."""
    if to not in FORMATS:
        raise typer.BadParameter(f"There is no format {to}. Choose one of: {', '.join(FORMATS)}.")
    with progress_bar() as on_progress:
        index_path = open_dataset(path, reading=reading, on_progress=on_progress, is_cancelled=_never)
        found = _convert(index_path, None if plan else out, cast(WriterFormat, to), on_progress, is_linking=link)
    words = "would be" if plan else "are"
    print_document(_document(found), as_json=as_json, render=lambda shown: _sentences(shown, f"{words} in {out}"))


def _convert(
    index_path: Path, out: Path | None, format: WriterFormat, on_progress: OnProgress, *, is_linking: bool
) -> "ConversionPlan":
    """Convert, or without ``out`` only plan."""
    from engine.dataset.writers import converting  # it needs SciPy, which other commands do not wait for

    with DatasetIndex(index_path) as index:
        if out is None:
            return converting.plan_conversion(index, format, on_progress=on_progress, is_cancelled=_never)
        return converting.convert(
            index,
            out,
            format,
            pictures="link" if is_linking else "copy",
            on_progress=on_progress,
            is_cancelled=_never,
        )


def _document(found: "ConversionPlan") -> dict[str, Any]:
    """The document of the command line's contract."""
    lost = [loss.model_dump() for loss in found.lost]
    return {"images": found.images, "annotations": found.annotations, "classes": found.classes, "lost": lost}


def _sentences(document: dict[str, Any], place: str) -> str:
    counts = (f"{document[name]:,} {words}" for name, words in _COUNTED.items())
    losses = (f"  {loss['count']:,} {loss['what']}. {loss['why']}" for loss in document["lost"])
    heading = "The format cannot hold everything:" if document["lost"] else "Nothing is lost."
    return "\n".join((f"{', '.join(counts)} {place}.", heading, *losses))


_COUNTED = {"images": "pictures", "annotations": "labels and objects", "classes": "classes"}


def _never() -> bool:
    return False
