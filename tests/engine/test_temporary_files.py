"""A process that is killed leaves its temporary files in a folder of its run."""

import tempfile
from pathlib import Path

import pytest

from engine.temporary_files import temporary_files_in


def test_temporary_files_lie_in_the_folder_and_go_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    before = tempfile.gettempdir()

    with temporary_files_in(folder):
        made = Path(tempfile.mkdtemp())

    assert made.parent == folder
    assert not folder.exists()
    assert tempfile.gettempdir() == before


def test_an_error_passes_and_the_folder_goes(tmp_path: Path) -> None:
    with pytest.raises(KeyError), temporary_files_in(tmp_path / "temporary"):
        raise KeyError

    assert list(tmp_path.iterdir()) == []
