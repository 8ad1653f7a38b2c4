"""Reads LabelMe: one JSON file for each picture."""

import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

from engine.contract.annotations import Annotation
from engine.contract.dataset import Action, Candidate, ProblemCode
from engine.dataset.listing import Listing, natural_order
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, single_class_problems
from engine.dataset.readers.documents import BadDocument, finite, read_head, read_json, short
from engine.dataset.readers.gathering import GatheredPicture, Gathering, Origin, likely_folders
from engine.dataset.readers.label_problems import on_picture
from engine.dataset.readers.labelme.shape import attributes_of, join_groups, read_geometry
from engine.dataset.readers.shape_fault import ShapeFault
from engine.dataset.scanning import FoundFile, Scan

RANK = 80
_FILES_LOOKED_AT = 50
_REPORT_EVERY = 200
_KEYS = ('"shapes"', '"imagePath"', '"imageData"')
_COCO_KEYS = ('"annotations"', '"categories"')


def find(scan: Scan) -> list[Candidate]:
    """The JSON files, where one of them is LabelMe's."""
    files = _json_files(scan)
    if not any(_looks_like_labelme(scan, file) for file in _some(files)):
        return []
    number = "1 JSON file" if len(files) == 1 else f"{len(files)} JSON files"
    return [Candidate(format="labelme", title=f"LabelMe, {number}", rank=RANK)]


def read(scan: Scan, _candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of the pictures that LabelMe's files are about, and of those without a file."""
    gathering, beside = Gathering(scan), _pictures_beside(scan)
    files = _json_files(scan)
    used = []
    for number, file in enumerate(files):
        if number % _REPORT_EVERY == 0:
            on_progress("Reading labels", number, len(files))
        if _read_file(scan, file, beside.get(_stem(file)), gathering):
            used.append(file.path)
    named = {drawn.label for picture in gathering.pictures.values() for drawn in picture.annotations}
    classes = natural_order({label for label in named if label is not None})
    left_out = set(gathering.unnamed()) if scan.only is not None else set[str]()
    images = gathering.images(left_out=left_out)
    unnamed = [path for path in gathering.unnamed() if path not in left_out]
    problems = (
        *gathering.all_problems(),
        *(Problem(ProblemCode.UNLABELLED, path, "No label file names the picture.") for path in unnamed),
        *single_class_problems(classes),
    )
    notes = ("Labels stand in one JSON file for each picture.",)
    return Listing("labelme", scan.root, images, classes, problems, notes, used=frozenset(used))


def _json_files(scan: Scan) -> list[FoundFile]:
    return [file for file in scan.documents if file.path.lower().endswith(".json")]


def _some(files: Sequence[FoundFile]) -> list[FoundFile]:
    """The first files of each folder."""
    seen: dict[tuple[str, ...], int] = {}
    some = []
    for file in files:
        seen[file.folders] = seen.get(file.folders, 0) + 1
        some += [file] if seen[file.folders] <= _FILES_LOOKED_AT else []
    return some


def _stem(file: FoundFile) -> str:
    return posixpath.splitext(file.path)[0]


def _pictures_beside(scan: Scan) -> dict[str, str]:
    """The picture of each path without ending."""
    return {_stem(picture): picture.path for picture in scan.pictures}


def _looks_like_labelme(scan: Scan, file: FoundFile) -> bool:
    head = read_head(scan.root / file.path)
    return any(key in head for key in _KEYS) and not any(key in head for key in _COCO_KEYS)


def _read_file(scan: Scan, file: FoundFile, beside: str | None, gathering: Gathering) -> bool:
    """Add one file's labels to its picture; returns whether it is LabelMe's, as far as one can tell."""
    looks_like_one = _looks_like_labelme(scan, file)
    try:
        content = read_json(scan.root / file.path)
        fault = "" if _has_shapes(content) else "It has no list “shapes”."
    except BadDocument as bad:
        content, fault = None, f"The file cannot be read: {bad}."
    if not fault:
        picture = _find_picture(content, file, beside, gathering)
        if picture is not None:
            _read_content(content, file, picture, gathering)
        return True
    if beside is None and not looks_like_one and content is not None:
        return False
    gathering.report(ProblemCode.BAD_LABEL_FILE, Origin(file.path, ""), fault)
    if beside is not None:
        gathering.known(beside, Origin(file.path, ""))
    return True


def _has_shapes(content: object) -> bool:
    return isinstance(content, dict) and isinstance(content.get("shapes"), list)


def _find_picture(
    content: Mapping[str, Any], file: FoundFile, beside: str | None, gathering: Gathering
) -> GatheredPicture | None:
    """The picture that the file names, or else the one of the same name beside it."""
    name, origin = content.get("imagePath"), Origin(file.path, "imagePath")
    folders = (posixpath.dirname(file.path), *likely_folders(file.path, None, ()))
    path = gathering.find(name, file.path, folders)
    if path is None and beside is None:
        remark = " A copy of it is stored in the label file; save it as a picture." if content.get("imageData") else ""
        return gathering.picture(name, folders, origin, remark=remark)
    if path is None and beside is not None:
        message = f"There is no picture {short(name)}; {beside} of the same name as the label file is taken."
        problem = Problem(ProblemCode.MISSING_PICTURE, file.path, message, origin.place, chosen_action="repaired")
        gathering.problems.append(problem)
    known = gathering.known(path or str(beside), origin)
    if known.label_file != file.path:
        message = f"{known.path} has labels in {known.label_file} too; those of both files are taken."
        gathering.problems.append(Problem(ProblemCode.DUPLICATE_LABEL, file.path, message, chosen_action="kept"))
    return known


def _read_content(content: Mapping[str, Any], file: FoundFile, picture: GatheredPicture, gathering: Gathering) -> None:
    gathering.read_size(picture, content.get("imageWidth"), content.get("imageHeight"), Origin(file.path, "imageWidth"))
    found = (
        _read_shape(shape, Origin(file.path, f"shapes[{place}]"), picture, gathering)
        for place, shape in enumerate(content["shapes"])
    )
    picture.annotations += join_groups(annotation for annotation in found if annotation is not None)


def _read_shape(shape: Any, origin: Origin, picture: GatheredPicture, gathering: Gathering) -> Annotation | None:
    def report(code: ProblemCode, message: str, action: Action | None = None) -> None:
        problem = Problem(code, origin.file, message, origin.place, chosen_action=action)
        gathering.problems.append(on_picture(problem, picture.path))

    if not isinstance(shape, dict):
        report(ProblemCode.BAD_ANNOTATION, f"The shape is no object ({short(shape)}).")
        return None
    try:
        geometry = read_geometry(shape)
    except ShapeFault as fault:
        report(fault.code, f"The shape {fault.words}.")
        return None
    label = _label_of(shape.get("label"))
    if label is None:
        report(ProblemCode.UNKNOWN_CLASS, "The shape has no label; it is kept without a class.", "kept")
    return Annotation(geometry, label, file=origin.file, place=origin.place, attributes=attributes_of(shape))


def _label_of(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    number = finite(value)
    return None if number is None else f"{number:g}"
