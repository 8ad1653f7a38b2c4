"""Reads CVAT's XML for images (version 1.1)."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import Listing, natural_order
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, single_class_problems
from engine.dataset.readers.cvat.picture import read_picture
from engine.dataset.readers.documents import BadDocument, read_head, read_xml, short
from engine.dataset.readers.gathering import Gathering, Origin
from engine.dataset.scanning import FoundFile, Scan

RANK = 86
_ROOT, _PICTURE, _TRACK = "annotations", "image", "track"
_FILES_LOOKED_AT = 50
_REPORT_EVERY = 200


def find(scan: Scan) -> list[Candidate]:
    """All of CVAT's files together, and where there are several, each one alone."""
    files = [file for file in _xml_files(scan) if _looks_like_cvat(scan, file)]
    if not files:
        return []
    scan.remembered["cvat"] = files
    if len(files) == 1:
        return [_candidate(files[0].path, files[0].path)]
    return [_candidate("", f"{len(files)} XML files"), *(_candidate(file.path, file.path) for file in files)]


def read(scan: Scan, candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of the pictures that CVAT's files name, and of those that they do not."""
    files: list[FoundFile] = scan.remembered["cvat"]
    chosen = [file for file in files if candidate.place in ("", file.path)]
    gathering, listed = Gathering(scan), dict[str, None]()
    is_whole = True
    for file in chosen:
        root = _read_root(scan, file, gathering)
        is_whole = is_whole and root is not None
        if root is not None:
            listed |= dict.fromkeys(_listed_labels(root))
            _read_root_content(root, file.path, gathering, on_progress)
    classes = _classes(listed, gathering)
    is_part = scan.only is not None or len(chosen) < len(files)
    left_out = set(gathering.unnamed()) if is_part else set[str]()
    images = gathering.images(left_out=left_out)
    unnamed = [path for path in gathering.unnamed() if is_whole and path not in left_out]
    problems = (
        *gathering.all_problems(),
        *(Problem(ProblemCode.UNLABELLED, path, "No label file names the picture.") for path in unnamed),
        *single_class_problems(classes),
    )
    notes = (f"Labels stand in {candidate.title.removeprefix('CVAT, ')}.",)
    used = frozenset(file.path for file in chosen)
    return Listing("cvat", scan.root, images, classes, problems, notes, used=used)


def _candidate(place: str, title: str) -> Candidate:
    return Candidate(format="cvat", place=place, title=f"CVAT, {title}", rank=RANK)


def _xml_files(scan: Scan) -> Iterator[FoundFile]:
    """The first files of each folder, and all that are called as CVAT calls them."""
    seen: dict[tuple[str, ...], int] = {}
    for file in scan.documents:
        if not file.path.lower().endswith(".xml"):
            continue
        seen[file.folders] = seen.get(file.folders, 0) + 1
        if seen[file.folders] <= _FILES_LOOKED_AT or "annotations" in file.path.rpartition("/")[2].lower():
            yield file


def _looks_like_cvat(scan: Scan, file: FoundFile) -> bool:
    return f"<{_ROOT}" in read_head(scan.root / file.path)


def _read_root(scan: Scan, file: FoundFile, gathering: Gathering) -> Element | None:
    try:
        root = read_xml(scan.root / file.path)
    except BadDocument as bad:
        gathering.report(ProblemCode.BAD_LABEL_FILE, Origin(file.path, ""), f"The file cannot be read: {bad}.")
        return None
    if root.tag != _ROOT:
        message = f"Its first element is {short(root.tag)} in place of {_ROOT}."
        gathering.report(ProblemCode.BAD_LABEL_FILE, Origin(file.path, ""), message)
        return None
    return root


def _listed_labels(root: Element) -> Iterator[str]:
    """The labels that a file defines, apart from the parts of skeletons."""
    for label in root.iterfind("./meta//label"):
        name = (label.findtext("name") or "").strip()
        if name and label.find("parent") is None:
            yield name


def _read_root_content(root: Element, file: str, gathering: Gathering, on_progress: OnProgress) -> None:
    pictures = root.findall(_PICTURE)
    for number, picture in enumerate(pictures):
        if number % _REPORT_EVERY == 0:
            on_progress("Reading labels", number, len(pictures))
        read_picture(picture, Origin(file, f"image[{number}]"), gathering)
    for number, _ in enumerate(root.findall(_TRACK)):
        message = "A track runs through a film; only labels of single pictures are read."
        gathering.report(ProblemCode.UNSUPPORTED_SHAPE, Origin(file, f"track[{number}]"), message)


def _classes(listed: Mapping[str, None], gathering: Gathering) -> tuple[str, ...]:
    """Labels as the files define them; used ones that they do not define come last, with a problem."""
    used: dict[str, str] = {}
    for picture in gathering.pictures.values():
        labels = (picture.label, *(drawn.label for drawn in picture.annotations))
        for label in labels:
            if label is not None:
                used.setdefault(label, picture.label_file)
    unknown = natural_order(used.keys() - listed.keys())
    for label in unknown if listed else ():
        message = f"The label {short(label)} is used, and the file does not define it; it becomes a class."
        problem = Problem(ProblemCode.UNKNOWN_CLASS, used[label], message, short(label), chosen_action="kept")
        gathering.problems.append(problem)
    return (*listed, *unknown)
