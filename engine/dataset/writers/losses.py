"""What formats cannot hold: every kind of it in words."""

from collections import Counter
from enum import Enum

from engine.contract.events import Loss


class Lost(Enum):
    """A kind of loss.

    Attributes:
        what: becomes of it.
        why: "{format}" stands for the format's name.
    """

    PICTURES = ("broken pictures left out", "They are missing, damaged, no pictures, or not checked yet.")
    PICTURES_WITHOUT_CLASS = ("pictures without class left out", "A picture has to lie in the folder of its class.")
    LINKS = ("pictures copied in place of being linked", "They lie on another disk, or the disk cannot link files.")
    UNUSABLE = ("unusable annotations left out", "The problems of the dataset say what is wrong with each.")
    LABELS = ("classes of whole pictures", "{format} holds what is drawn on a picture, and no class of the whole.")
    FURTHER_LABELS = ("further classes of one picture", "{format} holds one class for each picture.")
    OBJECTS = ("drawn objects", "{format} holds one class for each picture, and nothing that is drawn on it.")
    OTHER_CLASSES = ("pictures with objects of several classes", "The most frequent class is taken for the picture.")
    UNNAMED = ("objects without class left out", "{format} needs a class for each object.")
    BOXES = ("boxes left out", "Class masks say already what each pixel is.")
    BOXES_AS_VOID = ("boxes become pixels to be left out", "A box does not say which of its pixels are the object.")
    BOXES_AS_POLYGONS = ("boxes become polygons", "Most objects have outlines, and {format} holds one kind.")
    POLYGONS_AS_BOXES = ("polygons become boxes", "{format} holds boxes only.")
    POLYGONS_AMONG_BOXES = ("polygons become boxes", "Most objects are boxes, and {format} holds one kind.")
    POLYGONS_AS_PIXELS = ("polygons become masks", "{format} holds whole pixels and no outlines.")
    FRACTIONS = ("outlines rounded to whole pixels", "Some points lie between pixels.")
    MASKS_AS_BOXES = ("masks become boxes", "{format} holds boxes only.")
    MASKS_AMONG_BOXES = ("masks become boxes", "Most objects are boxes, and {format} holds one kind.")
    MASKS_AS_POLYGONS = ("masks become polygons", "{format} holds outlines; they follow the pixels exactly.")
    HOLES = ("holes filled", "An outline of {format} has no holes.")
    JOINED_PARTS = ("objects of several parts joined to one outline", "An outline of {format} is one line.")
    AREAS_AS_OBJECTS = ("areas of a class become objects", "{format} holds objects; each class's pixels become one.")
    AREAS = ("areas of a class left out", "{format} holds objects, and these areas do not say where one ends.")
    LEFT_OUT_PIXELS = ("masks with pixels to be left out", "{format} cannot say that pixels are to be left out.")
    OBJECTS_AS_AREAS = ("objects become areas of their class", "{format} says the class of each pixel, not its object.")
    OVERLAPS = ("overlapping pixels", "{format} holds one class for each pixel; the smaller object covers the larger.")
    MANY_OBJECTS = ("objects beyond 254 in a picture", "A mask of {format} tells 254 objects apart.")
    MANY_CLASSES = ("objects of classes beyond 254", "A mask of {format} tells 254 classes apart.")
    BEYOND = ("corners moved onto the picture's border", "{format} allows none beyond it.")
    THIN = ("corners moved by less than a pixel", "A coordinate below 1 says in {format} that pixels count from 0.")
    CROWDS = ("crowds left out", "{format} cannot say that an outline holds many objects.")
    CROWDS_AS_OBJECTS = ("crowds become ordinary objects", "{format} cannot say that an outline holds many objects.")
    CROWDS_AS_DIFFICULT = ("crowds become difficult objects", "{format} has no crowds; scoring ignores both.")
    ATTRIBUTES = ("objects with attributes", "{format} has no place for them.")
    EMPTY_CLASSES = ("classes that nothing has", "Without a list of classes, a class is known by what has it.")
    BACKGROUND = ("class called background added", "{format} says a class for every pixel, also those of no object.")
    RENAMED_CLASSES = ("classes with another name", "A folder cannot have every name.")
    WITHOUT_SPLIT = (
        "pictures of no split become training pictures",
        "In {format}, splits hold all pictures, or there are none.",
    )

    def __init__(self, what: str, why: str) -> None:
        self.what = what
        self.why = why


def losses(lost: Counter[Lost], title: str) -> tuple[Loss, ...]:
    """The kinds that occur, in the order of ``Lost``; ``title`` is the format's name."""
    return tuple(
        Loss(what=kind.what, count=lost[kind], why=kind.why.replace("{format}", title)) for kind in Lost if lost[kind]
    )
