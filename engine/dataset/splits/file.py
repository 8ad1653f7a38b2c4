"""Split files: which picture is in which split, as a table that can be shared."""

import csv
import io
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from engine.contract.dataset import ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.problems import Problem
from engine.dataset.splits.assigning import split_named

# A million pictures with long paths.
LARGEST_BYTES = 512 * 1024 * 1024
_PATH_NAMES = ("path", "image", "file", "filename", "filepath", "name")


@dataclass(frozen=True, slots=True)
class SplitFile:
    """What a split file says.

    Attributes:
        name: of the file.
        splits: of each picture, by its path in the dataset.
        places: the line of each picture in the file.
        problems: rows that could not be used.
    """

    name: str
    splits: dict[str, Split]
    places: dict[str, str]
    problems: tuple[Problem, ...] = ()

    def problems_of_unknown(self, known: Set[str]) -> Iterator[Problem]:
        """One problem for each picture that the file names and the dataset does not have.

        Raises:
            UserError: the dataset has none of them.
        """
        unknown = [path for path in self.splits if path not in known]
        if self.splits and len(unknown) == len(self.splits):
            raise UserError(
                f"No picture of the split file is in the dataset. Received: {self.name}, which names {unknown[0]}.",
                "Choose the file that was saved from this dataset.",
            )
        for path in unknown:
            message = f"{self.name} names this picture, and it is not in the dataset."
            yield Problem(ProblemCode.MISSING_PICTURE, path, message, place=f"{self.name}, {self.places[path]}")


def read_split_file(path: Path) -> SplitFile:
    """Read a table with the columns ``path`` and ``split``, in any order and among others.

    Raises:
        UserError: it cannot be read, or has no such columns.
    """
    rows = csv.reader(io.StringIO(_read_text(path), newline=""))
    try:
        columns = [name.strip().casefold() for name in next(rows, [])]
        path_column = next(columns.index(name) for name in _PATH_NAMES if name in columns)
        split_column = columns.index("split")
    except (ValueError, StopIteration, csv.Error) as error:
        raise UserError(
            f"The split file has no columns path and split. Received: {path}.",
            "Choose a file that was saved as a split.",
        ) from error
    return _read_rows(rows, path.name, path_column, split_column)


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UserError(
            f"Cannot read the split file. Received: {path}: {error.strerror or error}.", "Choose another file."
        ) from error
    if len(content) > LARGEST_BYTES:
        raise UserError(f"The split file is too large. Received: {path}.", "Choose a file that was saved as a split.")
    try:
        return content.decode("utf-8-sig", errors="surrogatepass")
    except UnicodeDecodeError:  # of a spreadsheet program
        return content.decode("cp1252", errors="replace")


def _read_rows(rows: Iterator[list[str]], name: str, path_column: int, split_column: int) -> SplitFile:
    file = SplitFile(name, {}, {})
    problems: list[Problem] = []
    last = max(path_column, split_column)
    for number, row in enumerate(_until_broken(rows, name, problems), start=2):
        if not any(cell.strip() for cell in row):
            continue
        place = f"row {number}"
        split = split_named(row[split_column]) if len(row) > last else None
        if split is None:
            problems.append(Problem(ProblemCode.BAD_ROW, name, "The row names no picture and split.", place=place))
            continue
        picture = row[path_column].replace("\\", "/").removeprefix("./")
        if file.splits.setdefault(picture, split) is not split:
            problems.append(
                Problem(ProblemCode.BAD_ROW, name, f"{picture} is put into another split before.", place=place)
            )
        file.places.setdefault(picture, place)
    return SplitFile(name, file.splits, file.places, tuple(problems))


def _until_broken(rows: Iterator[list[str]], name: str, problems: list[Problem]) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        problems.append(Problem(ProblemCode.BAD_ROW, name, f"The rest of the table cannot be read: {error}."))
