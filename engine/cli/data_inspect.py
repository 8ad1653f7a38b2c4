"""The command ``data inspect``."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.output import JSON, Reading, print_document, progress_bar
from engine.contract.dataset import Candidate, DatasetSummary, ImageRow, ImageStatus, ProblemRow
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

SHOWN_PROBLEMS, SHOWN_CLASSES = 20, 40
_ALL = 2**62

Place = Annotated[Path, typer.Argument(metavar="PATH", help="Folder, label file, or picture.")]
Files = Annotated[bool, typer.Option("--files", help="List every file with its status, size and mean colour.")]


def inspect(path: Place, *, reading: Reading = None, files: Files = False, as_json: JSON = False) -> None:
    """Say what a dataset is: format, classes, splits, sizes, problems."""
    with progress_bar() as on_progress:
        index_path = open_dataset(path, reading=reading, on_progress=on_progress, is_cancelled=_never)
    with DatasetIndex(index_path) as index:
        summary = index.summary()
        document = dataset_document(summary, index.problems(limit=_ALL))
        if files:
            document["files"] = list(_files(index))
    print_document(document, as_json=as_json, render=lambda shown: _render(summary, shown))


def dataset_document(summary: DatasetSummary, problems: list[ProblemRow]) -> dict[str, Any]:
    """The document of the command line's contract."""
    fields = {
        *("format", "tasks", "images", "unreadable", "ignored", "classes"),
        *("annotations", "splits", "sizes", "fingerprint"),
    }
    listed = {"code", "path", "place", "message", "action"}
    document = summary.model_dump(mode="json", include=fields)
    return {**document, "problems": [problem.model_dump(mode="json", include=listed) for problem in problems]}


def _never() -> bool:
    return False


def _files(index: DatasetIndex) -> Iterator[dict[str, Any]]:
    """Pictures in the order of the gallery, then the files that are none."""
    for row in index.page(limit=_ALL):
        yield _file(row, None if row.status is ImageStatus.OK else index.reason(row.id))
    for ignored in index.ignored_files():
        yield {
            "path": ignored.path,
            "status": ImageStatus.IGNORED.value,
            "width": None,
            "height": None,
            "mean_rgb": None,
            "reason": ignored.reason,
        }


def _file(row: ImageRow, reason: str | None) -> dict[str, Any]:
    return {
        "path": row.path,
        "status": row.status.value,
        "width": row.width,
        "height": row.height,
        "mean_rgb": None if row.mean_rgb is None else [round(value, 3) for value in row.mean_rgb],
        "reason": reason,
    }


def _render(summary: DatasetSummary, document: dict[str, Any]) -> "Group":
    """The dataset for people."""
    from rich.console import Group

    parts: list[RenderableType] = [*_sentences(summary), _classes_table(summary)]
    if summary.problem_count:
        parts += ["", *_problem_lines(document["problems"], summary.problem_count)]
    parts += [_file_line(file) for file in document.get("files", ())]
    return Group(*parts)


def _sentences(summary: DatasetSummary) -> list[str]:
    sizes = summary.sizes
    counts = (_counted(summary.images, "picture"), _counted(len(summary.classes), "class", many="classes"))
    lines = [f"{summary.name}: {', '.join(counts)}", *summary.notes]
    if len(summary.candidates) > 1:
        lines.append("It can be read in several ways (--reading); this one was taken:")
        lines += [f"  {_mark(summary, found)} {found.key}: {found.title}" for found in summary.candidates]
    if drawn := _drawn(summary):
        lines.append(f"Labels: {drawn}")
    if sizes.min and sizes.median and sizes.max:
        lines.append(f"Sizes: {_size(sizes.min)} to {_size(sizes.max)}, in the middle {_size(sizes.median)} px")
    splits = ", ".join(f"{name} {count:,}" for name, count in summary.splits.items())
    used = ", ".join(f"{name} {count:,}" for name, count in summary.training_splits.items())
    lines.append(f"Splits: {splits or 'none given'}; training uses {used}")
    lines.append(f"Unreadable: {summary.unreadable}, damaged: {summary.damaged}, other files: {summary.ignored}")
    return lines


def _mark(summary: DatasetSummary, candidate: Candidate) -> str:
    return ">" if candidate.key == summary.reading else " "


def _drawn(summary: DatasetSummary) -> str:
    drawn = summary.annotations
    counts = {"label": drawn.labels, "box": drawn.boxes, "polygon": drawn.polygons, "mask": drawn.masks}
    return ", ".join(
        _counted(count, kind, many="boxes" if kind == "box" else None) for kind, count in counts.items() if count
    )


def _counted(number: int, noun: str, *, many: str | None = None) -> str:
    """A number with its noun: "1 box", "4,888 boxes"."""
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


def _classes_table(summary: DatasetSummary) -> "RenderableType":
    from rich.table import Table

    table = Table("Class", box=None)
    table.add_column(_heading(summary), justify="right")
    for entry in summary.classes[:SHOWN_CLASSES]:
        table.add_row(entry.name, f"{entry.count:,}")
    if len(summary.classes) > SHOWN_CLASSES:
        table.add_row(f"and {len(summary.classes) - SHOWN_CLASSES} more", "")
    return table


def _heading(summary: DatasetSummary) -> str:
    """What the classes of a dataset count."""
    return "Pictures" if summary.annotations.labels else "Objects"


def _problem_lines(problems: list[dict[str, Any]], total: int) -> list[str]:
    lines = [_counted(total, "problem")]
    for problem in problems[:SHOWN_PROBLEMS]:
        place = " ".join(part for part in (problem["path"], problem["place"]) if part)
        lines.append(f"  {place}: {problem['message']} ({problem['action']})" if place else f"  {problem['message']}")
    if total > SHOWN_PROBLEMS:
        lines.append(f"  and {total - SHOWN_PROBLEMS:,} more; --json lists all")
    return lines


def _file_line(file: dict[str, Any]) -> str:
    size = f"{file['width']} × {file['height']}" if file["width"] else ""
    return "  ".join(part for part in (file["status"], file["path"], size, file["reason"] or "") if part)
