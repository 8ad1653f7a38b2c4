"""Finds the pictures that the rows of tables name, and says once of each name what is wrong with it."""

import posixpath
from collections.abc import Iterator

from engine.contract.dataset import ProblemCode
from engine.dataset.problems import Problem
from engine.dataset.readers.documents import short
from engine.dataset.readers.inner_paths import base_name, inside, plain
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import Scan


class RowPictures:
    """The pictures of a scan, as tables name them.

    Attributes:
        missing: paths of pictures that are named and not there, in their order.
    """

    def __init__(self, scan: Scan) -> None:
        self.missing: dict[str, None] = {}
        self._names = PictureNames(scan.pictures)
        # What the scan said of a file is not said again.
        self._reported = {problem.path for problem in scan.problems} - {picture.path for picture in scan.pictures}
        self._answers: dict[tuple[str, str], str | None] = {}
        self._problems: list[Problem] = []
        self._foreign: dict[str, str] = {}

    def find(self, name: str, table: str, line: int) -> str | None:
        """The path of the picture that a row means, there or not; None, and a problem, where it means none."""
        key = posixpath.dirname(table), name
        if key not in self._answers or not name:
            self._answers[key] = self._look(name, table, f"line {line}")
        return self._answers[key]

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the names so far."""
        yield from self._problems
        for table, name in self._foreign.items():
            message = f"It names paths that lie elsewhere, such as {short(name)}; pictures are found by their names."
            yield Problem(ProblemCode.OUTSIDE_FOLDER, table, message, chosen_action="repaired")

    def _look(self, name: str, table: str, place: str) -> str | None:
        folder = posixpath.dirname(table)
        path = self._names.find(name, folder)
        if not isinstance(path, ProblemCode):
            return path
        by_name = self._names.find(base_name(name))
        if not isinstance(by_name, ProblemCode):
            self._foreign.setdefault(table, name)
            return by_name
        missing = inside(folder, plain(name))
        if path is ProblemCode.OUTSIDE_FOLDER:
            message = f"{short(name)} does not lie in the dataset's folder and is not read."
            self._problems.append(Problem(path, table, message, place))
        elif not name or missing in (None, "."):
            self._problems.append(Problem(ProblemCode.BAD_ROW, table, "The row names no picture.", place))
        elif missing not in self._reported:
            self.missing[str(missing)] = None
            message = f"There is no picture {short(name)}."
            self._problems.append(Problem(ProblemCode.MISSING_PICTURE, str(missing), message, f"{table}, {place}"))
            return missing
        return None
