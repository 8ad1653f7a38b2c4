"""Recognises and reads one COCO file, apart from what its entries say."""

from dataclasses import dataclass, field
from typing import Any

from engine.dataset.readers.documents import BadDocument, read_head, read_json
from engine.dataset.scanning import FoundFile, Scan

_LISTS = ("images", "annotations", "categories")
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
    """Every COCO file of a scan, as far as its beginning tells; its rest may be damaged."""
    files = (file for file in scan.documents if file.path.lower().endswith(".json"))
    some = (file for file in files if _looks_like_coco(read_head(scan.root / file.path)))
    return [document for file in some if (document := _read(scan, file)) is not None]


def _looks_like_coco(head: str) -> bool:
    if '"shapes"' in head:
        return False
    return any(f'"{key}"' in head for key in (*_LISTS, "info", "licenses"))


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
