"""Gathers what label files say of each picture of a dataset, whichever way they name it."""

import posixpath
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from engine.contract.annotations import Annotation
from engine.contract.dataset import ProblemCode, Split
from engine.dataset.listing import ListedImage
from engine.dataset.problems import Problem
from engine.dataset.readers.base import listed
from engine.dataset.readers.documents import finite, short
from engine.dataset.readers.folders.layout import understand_folders
from engine.dataset.readers.label_problems import on_picture
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import FoundFile, Scan
from engine.dataset.splits.assigning import split_named


@dataclass(slots=True)
class GatheredPicture:
    """What is known so far of a picture that a label file names.

    Attributes:
        path: relative to the dataset's folder.
        file: None where the picture is missing.
        label_file: the first label file that names it.
        place: where in that file.
    """

    path: str
    file: FoundFile | None
    label_file: str
    place: str = ""
    label: str | None = None
    split: Split | None = None
    stated_size: tuple[int, int] | None = None
    annotations: list[Annotation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something stands: the label file, relative to the dataset's folder, and the place in it."""

    file: str
    place: str


class Gathering:
    """Pictures by path, with the problems of how label files name them."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._names = PictureNames(scan.pictures)
        self._files = {picture.path: picture for picture in scan.pictures}
        self._reported = {problem.path for problem in scan.problems} - self._files.keys()
        self._folders = {"/".join(folder) for folder in scan.folders}
        self._foreign: dict[str, list[str]] = {}
        self.folders = tuple(dict.fromkeys("/".join(picture.folders) for picture in scan.pictures))
        self.pictures: dict[str, GatheredPicture] = {}
        self.problems: list[Problem] = []

    def find(self, name: object, label_file: str, folders: Sequence[str]) -> str | None:
        """The path of the picture that a name means, in one of ``folders`` or beside a label file; None without one."""
        if not isinstance(name, str):
            return None
        plain = name.replace("\\", "/")
        # As it stands first: a name may begin with a space, and hold a backslash.
        paths = (
            posixpath.normpath(posixpath.join(folder, text))
            for text in dict.fromkeys((name, plain, plain.strip()))
            for folder in folders
        )
        exact = next((path for path in paths if path in self._files), None)
        answer = exact or self._names.find(name, posixpath.dirname(label_file))
        return None if isinstance(answer, ProblemCode) else answer

    def picture(
        self, name: object, folders: Sequence[str], origin: Origin, *, remark: str = ""
    ) -> GatheredPicture | None:
        """The picture that a label file means; None, and a problem, where it names none that may be read.

        Args:
            name: as the label file writes it.
            folders: those that the name may be relative to, the likeliest first.
            origin: where the name stands.
            remark: a sentence that is added where the picture is missing.
        """
        if not isinstance(name, str) or not name.strip() or "\0" in name:
            message = f"The entry names no picture ({short(name)})." if name else "The entry names no picture."
            self.report(ProblemCode.BAD_ANNOTATION, origin, message)
            return None
        path = self.find(name, origin.file, folders)
        if path is None and self._names.find(name, posixpath.dirname(origin.file)) is ProblemCode.OUTSIDE_FOLDER:
            path = self._by_name_alone(name, origin)
            return None if path is None else self.known(path, origin)
        return self._missing(name, folders, origin, remark) if path is None else self.known(path, origin)

    def known(self, path: str, origin: Origin) -> GatheredPicture:
        """The picture at a path, which a label file means."""
        picture = GatheredPicture(path, self._files.get(path), origin.file, origin.place)
        return self.pictures.setdefault(path, picture)

    def read_size(self, picture: GatheredPicture, width: object, height: object, origin: Origin) -> None:
        """Take the size of a picture in pixels, where one is stated, and say so where it is none."""
        if width is None and height is None:
            return
        across, down = finite(width), finite(height)
        if across is None or down is None or across < 1 or down < 1:
            message = f"It states no size of a picture ({short(width)} × {short(height)})."
            problem = Problem(ProblemCode.BAD_ANNOTATION, origin.file, message, origin.place, "repaired")
            self.problems.append(on_picture(problem, picture.path))
        elif picture.stated_size is None:
            picture.stated_size = int(across), int(down)

    def report(self, code: ProblemCode, origin: Origin, message: str) -> None:
        """Record a problem of a label file."""
        self.problems.append(Problem(code, origin.file, message, origin.place))

    def images(self, *, left_out: Collection[str] = ()) -> tuple[ListedImage, ...]:
        """Every picture of the dataset, also those that no label file names, apart from those to leave out."""
        splits = self._splits_of_folders()
        found = []
        for picture in self._scan.pictures:
            known = self.pictures.get(picture.path)
            if known is not None:
                known.split = known.split or splits[picture.folders]
            elif picture.path not in left_out:
                found.append(listed(picture, split=splits[picture.folders]))
        found += [_as_listed(known) for known in self.pictures.values()]
        return tuple(sorted(found, key=_path))

    def _splits_of_folders(self) -> dict[tuple[str, ...], Split | None]:
        folders = dict.fromkeys(picture.folders for picture in self._scan.pictures)
        if not folders:
            return {}
        layout = understand_folders(folders)
        return {folder: layout.read(folder)[0] for folder in folders}

    def unnamed(self) -> list[str]:
        """Paths of the pictures that no label file names."""
        return [picture.path for picture in self._scan.pictures if picture.path not in self.pictures]

    def all_problems(self) -> tuple[Problem, ...]:
        """Those reported so far, and one for each label file that names pictures as another computer does."""
        foreign = (_foreign(label_file, names) for label_file, names in self._foreign.items())
        return (*self.problems, *foreign)

    def _by_name_alone(self, name: str, origin: Origin) -> str | None:
        """The picture of the same name, where a label file names one that lies outside."""
        base = posixpath.basename(name.strip().replace("\\", "/"))
        path = self._names.find(base)
        if isinstance(path, ProblemCode):
            message = f"{short(name)} does not lie in the dataset's folder and is not read."
            self.report(ProblemCode.OUTSIDE_FOLDER, origin, message)
            return None
        self._foreign.setdefault(origin.file, []).append(name)
        return path

    def _missing(self, name: str, folders: Sequence[str], origin: Origin, remark: str) -> GatheredPicture | None:
        plain, home = name.strip().replace("\\", "/"), posixpath.dirname(origin.file)
        all_paths = [posixpath.normpath(posixpath.join(folder, plain)) for folder in (*folders, home)]
        paths = [path for path in all_paths if path not in (".", "..") and not path.startswith("../")]
        if not paths or not self._folders.isdisjoint(paths):
            self.report(ProblemCode.BAD_ANNOTATION, origin, f"The entry names no picture ({short(name)}).")
            return None
        if not self._reported.isdisjoint(paths):
            return None
        path = next((path for path in paths if posixpath.dirname(path) in self.folders), paths[0])
        if path not in self.pictures:
            message = f"There is no picture {short(name)}, which {origin.file} names.{remark}"
            self.problems.append(Problem(ProblemCode.MISSING_PICTURE, path, message))
        return self.known(path, origin)


# Folders that hold label files beside the pictures, and those that hold pictures.
_LABEL_FOLDERS = frozenset(("annotations", "labels", "json", "jsons", "xml"))
_PICTURE_FOLDERS = ("", "images", "imgs", "img", "JPEGImages")
_MOST_FOLDERS = 16


def likely_folders(label_file: str, split: Split | None, folders: Sequence[str]) -> tuple[str, ...]:
    """Folders that names in a label file may be relative to, the likeliest first.

    Args:
        label_file: path of it.
        split: that it is for, whose folders come first.
        folders: all that hold pictures.
    """
    home = posixpath.dirname(label_file)
    if posixpath.basename(home).casefold() in _LABEL_FOLDERS:
        home = posixpath.dirname(home)
    of_split = [folder for folder in folders if split is not None and _split_of_folder(folder) is split]
    usual = [posixpath.join(home, folder).rstrip("/") for folder in _PICTURE_FOLDERS]
    return tuple(dict.fromkeys((*of_split[:_MOST_FOLDERS], *usual, posixpath.dirname(label_file), "")))


def _split_of_folder(folder: str) -> Split | None:
    words = re.findall(r"[A-Za-z]+", folder)
    return next((split for word in reversed(words) if (split := split_named(word)) is not None), None)


def _as_listed(known: GatheredPicture) -> ListedImage:
    file = known.file or FoundFile(known.path, 0, 0)
    image = listed(file, known.label, known.split, annotations=known.annotations)
    return replace(image, stated_size=known.stated_size, label_file=known.label_file, label_place=known.place)


def _path(image: ListedImage) -> str:
    return image.path


def _foreign(label_file: str, names: list[str]) -> Problem:
    pictures = "1 picture is" if len(names) == 1 else f"{len(names)} pictures are"
    message = (
        f"{pictures} named with a path outside of the dataset's folder ({short(names[0])});"
        " pictures of the same name inside are taken."
    )
    return Problem(ProblemCode.OUTSIDE_FOLDER, label_file, message, chosen_action="repaired")
