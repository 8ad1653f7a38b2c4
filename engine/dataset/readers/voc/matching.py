"""Gives each XML file of Pascal VOC its picture."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.contract.annotations import Annotation
from engine.contract.dataset import ProblemCode, Split
from engine.dataset.listing import ListedImage
from engine.dataset.problems import Problem
from engine.dataset.readers.base import listed
from engine.dataset.readers.documents import short
from engine.dataset.readers.folders.layout import understand_folders
from engine.dataset.readers.inner_paths import base_name
from engine.dataset.readers.label_problems import on_picture
from engine.dataset.readers.voc.document import VocDocument
from engine.dataset.readers.voc.pictures import VocPictures, home_of
from engine.dataset.scanning import FoundFile


@dataclass(slots=True)
class Matching:
    """What the files say of each picture, as far as they were matched.

    Attributes:
        pictures: those of the folder.
        reported: paths of pictures that the scan says cannot be used; nothing more is said of them.
        excused: pictures whose label file has a problem of its own.
        found: file and annotations by path of the picture; it need not be there.
        problems: of the files, and of their pictures.
    """

    pictures: VocPictures
    reported: frozenset[str] = frozenset()
    excused: set[str] = field(default_factory=set)
    found: dict[str, tuple[VocDocument, tuple[Annotation, ...]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, document: VocDocument, annotations: tuple[Annotation, ...]) -> None:
        """Give the annotations of a file to its picture; a second file about a picture is a problem."""
        path = self._picture_of(document)
        if path is None:
            self.problems += document.problems
        elif path in self.found:
            message = f"{posixpath.basename(path)} is described by {self.found[path][0].file} already."
            self.problems.append(Problem(ProblemCode.DUPLICATE_LABEL, document.file, message))
        else:
            self.found[path] = document, annotations
            self.problems += (on_picture(problem, path) for problem in document.problems)

    def excuse(self, file: str) -> None:
        """Do not say that the picture of a file that cannot be read has no labels."""
        home, inner = home_of(file)
        path = self.pictures.find(posixpath.splitext(posixpath.basename(file))[0], home, inner)
        if not isinstance(path, ProblemCode):
            self.excused.add(path)

    def images(self, pictures: Sequence[FoundFile], splits: dict[str, Split]) -> Iterator[ListedImage]:
        """Every picture with what was found of it, then those that are missing.

        ``splits`` are those of lists; without any, folders named like splits count.
        """
        layout = understand_folders([picture.folders for picture in pictures] or [()])
        for picture in pictures:
            split = splits.get(picture.path) if splits else layout.read(picture.folders)[0]
            if picture.path not in self.found and picture.path not in self.excused:
                message = "No XML file describes the picture."
                self.problems.append(Problem(ProblemCode.UNLABELLED, picture.path, message))
            yield self._image(picture, split)
        there = {picture.path for picture in pictures}
        for path in self.found:
            if path not in there:
                yield self._image(FoundFile(path, 0, 0), splits.get(path))

    def _image(self, picture: FoundFile, split: Split | None) -> ListedImage:
        if picture.path not in self.found:
            return listed(picture, split=split)
        document, annotations = self.found[picture.path]
        image = listed(picture, split=split, annotations=annotations, stated_size=document.size)
        return replace(image, label_file=document.file)

    def _picture_of(self, document: VocDocument) -> str | None:
        """The picture of a file: the one that it names, or else the one with the name of the file itself."""
        home, inner = home_of(document.file)
        stem = posixpath.splitext(posixpath.basename(document.file))[0]
        name = document.filename or stem
        named = self.pictures.find(name, home, inner)
        if not isinstance(named, ProblemCode) and named not in self.found:
            return named
        for other in (base_name(name), stem):
            path = self.pictures.find(other, home, inner)
            if not isinstance(path, ProblemCode) and path not in self.found:
                code = named if isinstance(named, ProblemCode) else ProblemCode.DUPLICATE_LABEL
                message = f"The file names {short(name)}; {posixpath.basename(path)} is taken."
                self.problems.append(Problem(code, document.file, message, chosen_action="repaired"))
                return path
        if not isinstance(named, ProblemCode):
            return named
        if named is ProblemCode.OUTSIDE_FOLDER:
            message = f"{short(name)} does not lie in the dataset's folder and is not read."
            self.problems.append(Problem(named, document.file, message))
            return None
        missing = self.pictures.place_for(name if document.filename else f"{stem}.jpg", home, inner)
        if missing in self.reported:
            return None
        if missing not in self.found:
            message = f"There is no picture {short(name)}."
            problem = Problem(ProblemCode.MISSING_PICTURE, missing or document.file, message)
            self.problems.append(replace(problem, place=document.file if missing else ""))
        return missing
