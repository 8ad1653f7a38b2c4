"""Writes label files for the tests of readers, and reads datasets without opening their pictures."""

import json
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.contract.annotations import Annotation
from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import Listing
from engine.dataset.problems import Problem
from engine.dataset.recognise import scan_place
from tests.engine.dataset.small_datasets import ignore_progress


def save_json(path: Path, content: Any) -> Path:
    """A JSON file; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def save_text(path: Path, content: str) -> Path:
    """A text file; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def candidates(reader: ModuleType, place: Path) -> list[Candidate]:
    """What a reader could read in a place."""
    return list(reader.find(scan_place(place.resolve(), ignore_progress)))


def listing_of(reader: ModuleType, place: Path, *, candidate: str | None = None) -> Listing:
    """What a reader finds in a place; ``candidate`` is the place of the one to take, None for its first."""
    scan = scan_place(place.resolve(), ignore_progress)
    found = list(reader.find(scan))
    chosen = next(item for item in found if candidate in (None, item.place))
    listing: Listing = reader.read(scan, chosen, ignore_progress)
    return listing


def drawn_on(listing: Listing, path: str) -> tuple[Annotation, ...]:
    """The annotations of a picture."""
    return next(image.annotations for image in listing.images if image.path == path)


def told(problems: Iterable[Problem]) -> list[tuple[ProblemCode, str, str, str]]:
    """Code, path, place and action of problems."""
    return [(problem.code, problem.path, problem.place, problem.action) for problem in problems]
