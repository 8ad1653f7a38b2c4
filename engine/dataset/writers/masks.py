"""Writes masks: for each picture in ``images`` one in ``masks``, whose pixels say the class.

The masks are PNG with a palette, in the colours that the window shows. 255 is to be left out: what class masks leave
out, and boxes, which say no more of their pixels. ``classes.json`` names each value; ``classes.txt`` has the same names
in their order, for programs that know no other list.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.contract.annotations import AnnotationKind, IndexedAnnotation
from engine.contract.class_colours import ClassColours
from engine.dataset.writers.base import Picture, Source, Tally, Writer, folder_name
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.output import Output
from engine.dataset.writers.painting import has_fractions, paint_classes, save_palette
from engine.dataset.writers.shapes import usable_objects, without_attributes, without_boxes
from engine.ops.class_palette import stored_palette


def fit(picture: Picture, source: Source, lost: Tally) -> Picture:
    """The pixels of outlines, masks and class masks."""
    objects = usable_objects(picture, lost)
    painted = without_attributes(objects if source.codes is None else without_boxes(objects, lost), lost)
    _count(painted, lost)
    fitted = replace(picture, annotations=tuple(painted))
    if _has_mask(fitted, source):
        paint_classes(fitted, source, lost)
    return fitted


def _count(painted: Sequence[IndexedAnnotation], lost: Tally) -> None:
    lost[Lost.BOXES_AS_VOID] += sum(one.kind is AnnotationKind.BOX for one in painted)
    lost[Lost.POLYGONS_AS_PIXELS] += sum(one.kind is AnnotationKind.POLYGON for one in painted)
    lost[Lost.FRACTIONS] += sum(map(has_fractions, painted))
    objects = [one for one in painted if one.kind in (AnnotationKind.POLYGON, AnnotationKind.MASK)]
    lost[Lost.OBJECTS_AS_AREAS] += len(objects)
    lost[Lost.CROWDS_AS_OBJECTS] += sum(one.is_crowd for one in objects)


def write(pictures: Iterable[Picture], source: Source, output: Output) -> None:
    """The pictures, their masks and the list of classes."""
    names = source.code_names
    palette = stored_palette(ClassColours.of(names))
    for picture in pictures:
        folder = folder_name(picture.split, source)
        path = output.add_picture(picture.path, f"images/{folder}".rstrip("/"))
        if not _has_mask(picture, source):
            continue
        name = path.removeprefix("images/").rpartition(".")[0]
        save_palette(output.place(f"masks/{name}.png"), paint_classes(picture, source, Tally()), palette)
    output.write_text("classes.json", json.dumps(dict(enumerate(names)), ensure_ascii=False, indent=1) + "\n")
    output.write_text("classes.txt", "".join(f"{' '.join(name.split())}\n" for name in names))


def _has_mask(picture: Picture, source: Source) -> bool:
    """Where class masks say what there is, a picture without one is not labelled; else nothing is on it."""
    return source.codes is None or bool(picture.annotations)


def class_losses(source: Source, _used: frozenset[str]) -> Tally:
    """Objects leave pixels that belong to none."""
    return Tally({Lost.BACKGROUND: len(set(source.code_names) - set(source.classes))})


MASKS = Writer("masks", "A class mask", fit, write, class_losses)
