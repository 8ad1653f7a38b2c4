"""Recognises and reads one COCO file, apart from what its entries say."""

from dataclasses import dataclass, field
from typing import Any

from engine.dataset.readers.documents import BadDocument, read_head, read_json
from engine.dataset.scanning import FoundFile, Scan

HEAD_BYTES, SMALL_BYTES = 64 * 1024, 1024 * 1024
_LISTS = ("images", "annotations", "categories")
_LABELME_KEYS = ("shapes", "imagePath", "imageData")
# Keys of files that only resemble COCO: captions, panoptic segmentation.
_OTHER_KINDS = ("caption", "segments_info")


@dataclass(frozen=True, slots=True)
class CocoDocument:
    """One COCO file; its lists hold what strangers wrote, of any type.

    Attributes:
        path: relative to the dataset's folder.
        faults: what keeps the file, or one of its lists, from being read, in sentences.
        is_readable: it is an object with at least one of the lists.
    """

    path: str
    images: list[Any] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)
    categories: list[Any] = field(default_factory=list)
    faults: tuple[str, ...] = ()
    is_readable: bool = True


def find_documents(scan: Scan) -> list[CocoDocument]:
    """Every COCO file of a scan, and every JSON file that is damaged and belongs to no picture alone."""
    stems = {_stem(picture.path) for picture in scan.pictures}
    found = []
    for file in scan.documents:
        if not file.path.lower().endswith(".json"):
            continue
        head = read_head(scan.root / file.path, HEAD_BYTES)
        is_for_one_picture = _stem(file.path) in stems
        if _looks_like_coco(head) or (not is_for_one_picture and _may_be_damaged(file, head)):
            document = _read(scan, file)
            found += [document] if document is not None else []
    return found


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _looks_like_coco(head: str) -> bool:
    if '"shapes"' in head:
        return False
    return any(f'"{key}"' in head for key in (*_LISTS, "info", "licenses"))


def _may_be_damaged(file: FoundFile, head: str) -> bool:
    """Whether a file is worth trying to read whole: it is small, or no JSON at the first look."""
    if any(f'"{key}"' in head for key in _LABELME_KEYS):
        return False
    return file.bytes <= SMALL_BYTES or not head.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def _read(scan: Scan, file: FoundFile) -> CocoDocument | None:
    """The document; None where it turns out to be something else."""
    try:
        content = read_json(scan.root / file.path)
    except BadDocument as bad:
        return CocoDocument(file.path, faults=(f"The file cannot be read: {bad}.",), is_readable=False)
    if not isinstance(content, dict) or not _is_coco(content):
        return None
    faults = tuple(fault for key in _LISTS if (fault := _list_fault(content, key)))
    images, annotations, categories = (
        content[key] if isinstance(content.get(key), list) else list[Any]() for key in _LISTS
    )
    return CocoDocument(file.path, images, annotations, categories, faults)


def _list_fault(content: dict[str, Any], key: str) -> str:
    """Why a list cannot be read; only the one of the categories may be missing."""
    value = content.get(key)
    if isinstance(value, list) or (value is None and key == "categories"):
        return ""
    return f"It has no list “{key}”." if value is None else f"Its entry “{key}” is no list."


def _is_coco(content: dict[str, Any]) -> bool:
    images, annotations = content.get("images"), content.get("annotations")
    first = annotations[0] if isinstance(annotations, list) and annotations else None
    if isinstance(first, dict) and any(key in first for key in _OTHER_KINDS):
        return False
    if "images" in content and "annotations" in content:
        return True
    return _starts_with(images, "file_name") or _starts_with(annotations, "image_id")


def _starts_with(entries: object, key: str) -> bool:
    return isinstance(entries, list) and bool(entries) and isinstance(entries[0], dict) and key in entries[0]
