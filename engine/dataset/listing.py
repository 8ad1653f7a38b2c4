"""What a reader finds in a dataset, before any picture is decoded."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from engine.contract.dataset import DatasetFormat, Split
from engine.dataset.problems import Problem


@dataclass(frozen=True, slots=True)
class ListedImage:
    """A picture with its label.

    Attributes:
        path: relative to the dataset's folder, with forward slashes.
        bytes: size of the file.
        modified_ns: time of its last change.
        label: name of its class, None where it has none.
        split: as the dataset gives it.
    """

    path: str
    bytes: int
    modified_ns: int
    label: str | None = None
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class IgnoredFile:
    """A file that is not part of the dataset, with the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything found; ``classes`` are in the order of the network's outputs, ``notes`` say how it was understood."""

    format: DatasetFormat
    root: Path
    images: tuple[ListedImage, ...]
    classes: tuple[str, ...] = ()
    ignored: tuple[IgnoredFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def signature(self) -> str:
        """Changes exactly when a file, a label or a problem of the listing changes."""
        digest = hashlib.sha256(repr((self.format, self.classes, self.notes)).encode())
        for entries in (self.images, self.ignored, self.problems):
            for entry in entries:
                digest.update(repr(entry).encode(errors="surrogatepass"))
        return digest.hexdigest()


def natural_key(name: str) -> str:
    """A key that sorts as people count: "9.png" before "10.png"."""
    return re.sub(r"\d+", _padded, name.casefold())


def _padded(digits: re.Match[str]) -> str:
    return digits.group().lstrip("0").zfill(16)


def natural_order(names: set[str]) -> tuple[str, ...]:
    """Names as people count them; equal ones in the order of their letters."""
    return tuple(sorted(sorted(names), key=natural_key))
