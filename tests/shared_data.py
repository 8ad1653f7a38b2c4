"""Datasets and golden values that lie beside the repository; a test that needs one is skipped where it is absent."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PLACES = (REPOSITORY.parent / "shared", Path("/shared"))


def dataset(name: str) -> Path:
    """The folder of a dataset, for example ``dataset("mnist-png")``; skips the test when it is not there."""
    return _find("datasets", name)


def golden(name: str) -> Path:
    """The folder of golden values, for example ``golden("gap")``; skips the test when it is not there."""
    return _find("golden", name)


def _find(kind: str, name: str) -> Path:
    for place in PLACES:
        found = place / kind / name
        if found.exists():
            return found
    pytest.skip(f"needs shared/{kind}/{name} beside the repository")
