"""Writes Pascal VOC: an XML file for each picture, lists of the splits, and masks where the dataset has some.

Pixels are counted from 1 and a box includes its last one, as VOC does: x_min + 1, y_min + 1, x_max, y_max. Coordinates
between pixels stay what they are, to a millionth of a pixel. An outline stands in ``polygon`` beside the box, which
programs that do not know it pass over.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation, Polygon
from engine.dataset.readers.masks.codes import voc_colour, voc_palette
from engine.dataset.writers.base import Picture, Source, Tally, Writer, empty_classes, folder_name
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.output import Output
from engine.dataset.writers.painting import has_fractions, paint_classes, paint_objects, save_palette
from engine.dataset.writers.shapes import Annotations, inside, joined, usable_objects, without_attributes

ATTRIBUTES = ("pose", "truncated", "difficult", "occluded")
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Two equal corners would say that a box was clicked and never drawn.
_SLIGHTLY = 5e-5


def fit(picture: Picture, source: Source, lost: Tally) -> Picture:
    """Boxes with their outlines and attributes; masks as pixels."""
    objects = without_attributes(_difficult(usable_objects(picture, lost), lost), lost, but=_is_known)
    objects = _beyond_first(inside(joined(objects, picture, lost), picture, lost), lost)
    fitted = replace(picture, annotations=tuple(objects))
    if _has_masks(fitted, source):
        lost[Lost.FRACTIONS] += sum(map(has_fractions, objects))
        paint_objects(fitted, source, lost)
        lost[Lost.MANY_CLASSES] += _beyond_palette(fitted, source)
    return fitted


def write(pictures: Iterable[Picture], source: Source, output: Output) -> None:
    """The pictures, their files, the lists and the masks."""
    lists: dict[str, list[str]] = {}
    for picture in pictures:
        path = output.add_picture(picture.path, "JPEGImages")
        file_name = path.rpartition("/")[2]
        name = file_name.rpartition(".")[0]
        kinds = ["Main"]
        if _has_masks(picture, source):
            kinds.append("Segmentation")
            _write_masks(picture, name, source, output)
        if not _is_masks_only(source):
            output.write_text(f"Annotations/{name}.xml", voc_document(picture, file_name))
        if picture.split is not None:
            for kind in kinds:
                lists.setdefault(f"ImageSets/{kind}/{folder_name(picture.split, source)}.txt", []).append(name)
    for path, names in lists.items():
        output.write_text(path, "".join(f"{name}\n" for name in names))
    if source.counts.masks:
        output.write_text("labelmap.txt", _label_map(source))


def _has_masks(picture: Picture, source: Source) -> bool:
    """Whether masks are written for a picture: outlines count where the dataset has masks at all."""
    kinds = {one.kind for one in picture.annotations}
    return bool(source.counts.masks) and bool(kinds - {AnnotationKind.BOX})


def _is_masks_only(source: Source) -> bool:
    """Nothing has a box, so that files without objects would only hide the masks."""
    return source.codes is not None and not (source.counts.boxes or source.counts.polygons)


def _beyond_palette(picture: Picture, source: Source) -> int:
    """Objects whose class has no value in the masks."""
    names = set(source.code_names)
    return sum(one.kind is not AnnotationKind.BOX and one.label not in names for one in picture.annotations)


def _is_known(name: str, _value: str) -> bool:
    return name in ATTRIBUTES


def _difficult(annotations: Annotations, lost: Tally) -> Annotations:
    """Crowds also are objects that nobody is blamed for missing."""
    lost[Lost.CROWDS_AS_DIFFICULT] += sum(one.is_crowd for one in annotations)
    return [
        replace(one, attributes=tuple({**dict(one.attributes), "difficult": "1"}.items())) if one.is_crowd else one
        for one in annotations
    ]


def _beyond_first(annotations: Annotations, lost: Tally) -> Annotations:
    """Boxes that end within the first pixel are widened to its end."""
    thin = [one.box is not None and min(one.box.x_max, one.box.y_max) < 1 for one in annotations]
    lost[Lost.THIN] += sum(thin)
    return [_widened(one) if is_thin else one for is_thin, one in zip(thin, annotations, strict=True)]


def _widened(annotation: IndexedAnnotation) -> IndexedAnnotation:
    box, geometry = annotation.box, annotation.geometry
    if box is None:
        return annotation
    box = replace(box, x_max=max(box.x_max, 1.0), y_max=max(box.y_max, 1.0))
    return replace(annotation, box=box, geometry=box if isinstance(geometry, Box) else geometry)


def _write_masks(picture: Picture, name: str, source: Source, output: Output) -> None:
    palette = voc_palette()
    save_palette(output.place(f"SegmentationClass/{name}.png"), paint_classes(picture, source, Tally()), palette)
    if any(one.kind is not AnnotationKind.CLASS_MASK for one in picture.annotations):
        save_palette(output.place(f"SegmentationObject/{name}.png"), paint_objects(picture, source, Tally()), palette)


def _label_map(source: Source) -> str:
    """The classes with their colours, as CVAT writes it; colons separate, so names lose theirs."""
    lines = ["# label:color_rgb:parts:actions"]
    for index, name in enumerate(source.code_names):
        red, green, blue = voc_colour(index).to_bytes(3, "big")
        lines.append(f"{' '.join(name.replace(':', '_').split())}:{red},{green},{blue}::")
    return "\n".join((*lines, ""))


def voc_document(picture: Picture, file_name: str) -> str:
    """The file of a picture of boxes and outlines, which is called ``file_name``."""
    root = Element("annotation")
    _add(root, "folder", "JPEGImages")
    _add(root, "filename", file_name)
    size = SubElement(root, "size")
    for tag, value in (("width", picture.width), ("height", picture.height), ("depth", 3)):
        _add(size, tag, str(value))
    _add(root, "segmented", str(int(any(one.kind is not AnnotationKind.BOX for one in picture.annotations))))
    for annotation in picture.annotations:
        if annotation.box is not None:
            _add_object(root, annotation, annotation.box)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _add_object(root: Element, annotation: IndexedAnnotation, box: Box) -> None:
    element = SubElement(root, "object")
    _add(element, "name", annotation.label or "")
    for name, value in annotation.attributes:
        _add(element, name, value)
    corners = (box.x_min + 1, box.y_min + 1, box.x_max, box.y_max)
    if corners[:2] == corners[2:]:
        corners = (*corners[:2], corners[2] + _SLIGHTLY, corners[3])
    bounds = SubElement(element, "bndbox")
    for tag, number in zip(("xmin", "ymin", "xmax", "ymax"), corners, strict=True):
        _add(bounds, tag, _number(number))
    if isinstance(annotation.geometry, Polygon):
        outline = SubElement(element, "polygon")
        for place, (x, y) in enumerate(annotation.geometry.rings[0], start=1):
            _add(outline, f"x{place}", _number(x + 1))
            _add(outline, f"y{place}", _number(y + 1))


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = _NOT_IN_XML.sub("\ufffd", text)


def _number(value: float) -> str:
    rounded = round(value, 6)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def class_losses(source: Source, used: frozenset[str]) -> Tally:
    """Only masks have a list of classes."""
    return Tally() if _is_masks_only(source) else empty_classes(source, used)


VOC = Writer("voc", "Pascal VOC", fit, write, class_losses)
