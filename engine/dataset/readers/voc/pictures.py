"""Finds the picture that an XML file or a list of Pascal VOC means."""

import posixpath
from collections.abc import Iterable, Iterator

from engine.contract.dataset import ProblemCode
from engine.dataset.readers.inner_paths import inside, plain
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import FoundFile

ANNOTATIONS = "Annotations"
PICTURES = "JPEGImages"
_PICTURE_FOLDERS = (PICTURES, "images", "")


class VocPictures:
    """Looks pictures up beside the folder of their labels first, so that names may come back in another folder."""

    def __init__(self, pictures: Iterable[FoundFile]) -> None:
        pictures = list(pictures)
        self._names = PictureNames(pictures)
        self._paths = {picture.path: picture.path for picture in pictures}
        self._paths |= {posixpath.splitext(picture.path)[0]: picture.path for picture in reversed(pictures)}
        self._folders = {"/".join(picture.folders) for picture in pictures}

    def find(self, name: str, home: str, inner: str = "") -> str | ProblemCode:
        """The path of a picture, or why there is none.

        Args:
            name: as written, with or without an ending.
            home: folder that holds ``JPEGImages``, or the pictures themselves.
            inner: folder inside ``Annotations``, which the pictures may have too.
        """
        for folder in _PICTURE_FOLDERS:
            path = inside(home, folder, inner, plain(name))
            if path in self._paths:
                return self._paths[path]
        return self._names.find(name, posixpath.join(home, inner))

    def place_for(self, name: str, home: str, inner: str = "") -> str | None:
        """Where a picture that is missing would lie; None where the name is none of a picture."""
        folders = (posixpath.normpath(posixpath.join(home, folder, inner)) for folder in _PICTURE_FOLDERS)
        folder = next((folder for folder in folders if folder in self._folders), posixpath.join(home, inner))
        path = inside(folder, plain(name))
        return None if path == "." else path


def home_of(file: str) -> tuple[str, str]:
    """The folder around ``Annotations``, and the folder inside it, of a label file; its own folder without one."""
    folders = posixpath.dirname(file).split("/")
    if ANNOTATIONS not in folders:
        return posixpath.dirname(file), ""
    level = folders.index(ANNOTATIONS)
    return "/".join(folders[:level]), "/".join(folders[level + 1 :])


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Number (from 1) and text of every line that is not empty."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()
