"""Writes problems as a list for people or as a table for programs. Free of Qt."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from engine.contract.dataset import ProblemRow
from engine.contract.run_folder import write_atomically
from engine.dataset.index.problem_pages import ProblemPages

HEADINGS: Final = ("path", "place", "kind", "message", "done", "repair", "related")
_CHUNK: Final = 1000


def problems_csv(index: Path, ids: Sequence[int]) -> str:
    """Problems as CSV, one row for each, with the headings of HEADINGS."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in _rows(index, ids):
        writer.writerow((row.path, row.place, row.code.value, row.message, row.action, row.repair, row.related or ""))
    return stream.getvalue()


def problems_text(index: Path, ids: Sequence[int]) -> str:
    """Problems as text, one line for each: ``a.jpg, line 3: The box is empty. (dropped) Draw it again.``"""
    lines = []
    for row in _rows(index, ids):
        place = f"{row.path}, {row.place}" if row.place else row.path
        lines.append(f"{place}: {row.message} ({row.action}) {row.repair}".rstrip())
    return "\n".join(lines)


def write_problems(index: Path, ids: Sequence[int], out: Path) -> str:
    """Write problems as a CSV file; a sentence that says why not, empty when all is well."""
    try:
        write_atomically(out, problems_csv(index, ids).encode(errors="surrogatepass"))
    except OSError as error:
        return f"Cannot write the problems. Received: {out}: {error}. Choose another folder."
    return ""


def _rows(index: Path, ids: Sequence[int]) -> Iterator[ProblemRow]:
    with closing(ProblemPages(index)) as pages:
        for start in range(0, len(ids), _CHUNK):
            yield from pages.read(ids[start : start + _CHUNK])
