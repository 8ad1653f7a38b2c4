"""Finds the picture that a cell or an attribute of a label file means."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from engine.contract.dataset import ProblemCode
from engine.dataset.pictures.signatures import has_picture_ending
from engine.dataset.scanning import FoundFile

_ABSOLUTE = re.compile(r"^(/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://)")


class PictureNames:
    """Looks pictures up by path, by name, and by name without ending where that is unique."""

    def __init__(self, pictures: Iterable[FoundFile]) -> None:
        self._paths: set[str] = set()
        self._names: dict[str, list[str]] = defaultdict(list)
        for picture in pictures:
            path = PurePosixPath(picture.path)
            self._paths.add(picture.path)
            for name in {path.name, path.stem}:
                self._names[name].append(picture.path)

    def looks_like_one(self, text: str) -> bool:
        """Whether a text names a picture, there or not."""
        return has_picture_ending(text) or not isinstance(self.find(text), ProblemCode)

    def find(self, text: str, folder: str = "") -> str | ProblemCode:
        """The path that ``text`` means in a label file of ``folder``, or why it means none.

        Addresses, absolute paths and paths that leave the dataset are never read.
        """
        exact = posixpath.normpath(posixpath.join(folder, text))
        if exact in self._paths:  # a name may hold a backslash, and begin with a space
            return exact
        name = text.strip().replace("\\", "/")
        if not name or "\0" in name:
            return ProblemCode.MISSING_PICTURE
        if _ABSOLUTE.match(name):
            return ProblemCode.OUTSIDE_FOLDER
        beside = posixpath.normpath(posixpath.join(folder, name))
        if beside.startswith("../"):
            return ProblemCode.OUTSIDE_FOLDER
        for path in (beside, posixpath.normpath(name)):
            if path in self._paths:
                return path
        same_name = self._names.get(posixpath.basename(name), ())
        return same_name[0] if len(same_name) == 1 else ProblemCode.MISSING_PICTURE
