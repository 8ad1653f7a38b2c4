"""Geometry as the index stores it: JSON text for polygons and masks, corners for boxes."""

import json
from typing import Any

from engine.contract.annotations import (
    AnnotationKind,
    Box,
    ClassMaskFile,
    Geometry,
    MaskCodes,
    MaskFile,
    Polygon,
    Ring,
    RunLengths,
)


def geometry_text(geometry: Geometry | None) -> str | None:
    """The JSON of a geometry; None for a box, which its corners say, and for a label, which has none."""
    match geometry:
        case Polygon(rings):
            return json.dumps([[value for point in ring for value in point] for ring in rings])
        case RunLengths(height, width, counts):
            return json.dumps({"size": [height, width], "counts": counts})
        case MaskFile(path, value):
            return json.dumps({"file": path, "value": value})
        case ClassMaskFile(path):
            return json.dumps({"file": path})
        case _:
            return None


def geometry_of(kind: AnnotationKind, text: str | None, box: Box | None) -> Geometry | None:
    """The geometry of an annotation of the index."""
    if text is None:
        return box if kind is AnnotationKind.BOX else None
    stored: Any = json.loads(text)
    if kind is AnnotationKind.POLYGON:
        return Polygon(tuple(map(_ring, stored)))
    if kind is AnnotationKind.CLASS_MASK:
        return ClassMaskFile(stored["file"])
    if "file" in stored:
        return MaskFile(stored["file"], stored["value"])
    height, width = stored["size"]
    return RunLengths(height, width, tuple(stored["counts"]))


def codes_text(codes: MaskCodes | None) -> str:
    """The JSON of mask codes; empty for none."""
    return "" if codes is None else json.dumps({"reading": codes.reading, "classes": codes.classes})


def codes_of(text: str) -> MaskCodes | None:
    """The mask codes of an index."""
    if not text:
        return None
    stored = json.loads(text)
    return MaskCodes(stored["reading"], tuple((int(value), name) for value, name in stored["classes"]))


def _ring(values: list[float]) -> Ring:
    return tuple(zip(values[::2], values[1::2], strict=True))
