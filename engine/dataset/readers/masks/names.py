"""What the names of folders and files say about masks: which hold masks, and what belongs to the name itself."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.contract.dataset import Split
from engine.dataset.splits.assigning import split_named

# Words that people put into the names of masks and of folders of masks.
_MASK_WORDS: Final = frozenset(
    (
        *("mask", "masks", "label", "labels", "labelids", "labeltrainids", "gt", "gts", "groundtruth", "truth", "seg"),
        *("segs", "segmentation", "segmentations", "segmentationclass", "segmentationobject", "annot", "annots"),
        *(
            "annotation",
            "annotations",
            "manual",
            "matte",
            "mattes",
            "trimap",
            "trimaps",
            "gtfine",
            "gtcoarse",
            "target",
        ),
        *("targets", "semantic", "instanceids", "color", "colour", "labelmap", "labelmaps", "segmaps"),
    )
)
# In names of files, one letter behind a separator is usual too: 0001TP_006690_L.png.
_MASK_LETTERS: Final = frozenset(("l", "p", "m"))
_PICTURE_WORDS: Final = frozenset(
    (
        *("image", "images", "img", "imgs", "picture", "pictures", "pic", "pics", "photo", "photos", "raw", "rgb"),
        *("jpegimages", "leftimg8bit", "input", "inputs", "original", "originals", "orig", "sat", "frame", "frames"),
        *("data", "src", "source", "scan", "scans", "im"),
    )
)
_NUMBERED: Final = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d]+")
_SPLIT_AND_WORD: Final = re.compile(
    r"(train|training|val|valid|validation|test|testing)[_\-. ]?([a-z].*)\Z", re.IGNORECASE
)
_WORD_AND_SPLIT: Final = re.compile(
    r"(.*[a-z])[_\-. ](train|training|val|valid|validation|test|testing)\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a folder's name says: "train_masks" is the masks of training; empty for a name that only says the split."""

    name: str
    split: Split | None


def role_of(folder: str) -> Role:
    """The role of a folder without its split."""
    whole = split_named(folder)
    if whole is not None:
        return Role("", whole)
    for pattern, place in ((_SPLIT_AND_WORD, 1), (_WORD_AND_SPLIT, 2)):
        found = pattern.match(folder)
        # "trainannot" is cut in two, "trainer" and "valley" are words of their own.
        if found is not None and (_has_separator(folder) or _known(found.group(3 - place))):
            return Role(found.group(3 - place).casefold(), split_named(found.group(place)))
    return Role(folder.casefold(), None)


def says_masks(name: str) -> bool:
    """Whether a folder's or file's name says that it holds a mask."""
    return any(word in _MASK_WORDS for word in _words(name))


def says_pictures(name: str) -> bool:
    """Whether a folder's name says that it holds pictures, and no word of masks beside it."""
    return not says_masks(name) and any(word in _PICTURE_WORDS for word in _words(name))


def mask_stem(stem: str) -> str:
    """A mask's name without what says that it is one: "a_mask" and "mask-a" are "a"."""
    return _stripped(stem, _MASK_WORDS, _MASK_LETTERS)


def picture_stem(stem: str) -> str:
    """A picture's name without what says that it is one: "a_image" and "img_a" are "a"."""
    return _stripped(stem, _PICTURE_WORDS, frozenset())


def mask_affix(stem: str) -> str:
    """What says that a file is a mask, with a star for the rest: "*_mask", "gt-*"; empty where nothing does."""
    rest, lower = mask_stem(stem), stem.casefold()
    return "" if rest == lower else lower.replace(rest, "*", 1) if rest else lower


def numbers_in(stem: str) -> tuple[int, ...]:
    """All numbers in a name; those that nobody counts to are left out."""
    return tuple(int(digits) for digits in re.findall(r"\d+", stem) if len(digits) <= 18)


def singular(name: str) -> str:
    """One of several: "membranes" -> "membrane", "mitochondria" stays."""
    lower = name.casefold()
    if lower.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if lower.endswith(("sses", "shes", "ches", "xes")):
        return name[:-2]
    return name[:-1] if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) else name


def _stripped(stem: str, words: frozenset[str], letters: frozenset[str]) -> str:
    tokens = _NUMBERED.findall(_plain(stem))
    if tokens and "".join(tokens) in words:
        return ""
    while len(tokens) > 1 and (tokens[-1] in words or (tokens[-1] in letters and not tokens[-2].isalnum())):
        tokens = _without_separator(tokens[:-1], last=True)
    while len(tokens) > 1 and tokens[0] in words:
        tokens = _without_separator(tokens[1:], last=False)
    return "".join(tokens) if tokens not in ([word] for word in words) else ""


def _without_separator(tokens: list[str], *, last: bool) -> list[str]:
    if len(tokens) > 1 and not tokens[-1 if last else 0].isalnum():
        return tokens[:-1] if last else tokens[1:]
    return tokens


def _words(name: str) -> list[str]:
    """Words of a name, cut at separators and digits; joined as well: "ground_truth" is "groundtruth" too."""
    words = [word for word in re.split(r"[^a-z]+", _plain(name)) if word]
    return [*words, *(first + second for first, second in pairwise(words))]


def _plain(name: str) -> str:
    """Small letters; the one word with a number inside, of Cityscapes, becomes one without."""
    return name.casefold().replace("leftimg8bit", "image")


def _has_separator(name: str) -> bool:
    return re.search(r"[_\-. ]", name) is not None


def _known(word: str) -> bool:
    return word.casefold() in _MASK_WORDS or word.casefold() in _PICTURE_WORDS
