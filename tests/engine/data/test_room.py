import errno
import os
from pathlib import Path

import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.data import room
from engine.data.room import Room
from engine.data.stored_pictures import sets_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path))


@pytest.mark.parametrize("budget_bytes", [0, 18])
def test_arrays_of_all_sizes_are_kept(budget_bytes: int) -> None:
    first, second = np.arange(12, dtype=np.uint8).reshape(3, 4), np.full((2, 1, 3), 7, np.uint8)
    place = Room(18, budget_bytes=budget_bytes)

    kept = [place.keep(first), place.keep(second)]

    assert np.array_equal(kept[0], first)
    assert np.array_equal(kept[1], second)


def test_what_is_kept_is_a_copy() -> None:
    array = np.zeros(4, np.uint8)
    kept = Room(4, budget_bytes=4).keep(array)

    array[:] = 9

    assert not kept.any()


def test_what_fits_the_budget_touches_no_disk() -> None:
    Room(8, budget_bytes=8).keep(np.ones(8, np.uint8))

    assert not sets_folder().exists()


def test_a_block_on_disk_has_no_name() -> None:
    place = Room(1000, budget_bytes=0)

    assert isinstance(place.keep(np.ones(1000, np.uint8)), np.memmap)
    assert list(sets_folder().iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(room, "_reserve", full)

    with pytest.raises(UserError, match="No space left") as caught:
        Room(2**20, budget_bytes=0)

    assert "FOVEA_HOME" in caught.value.hint
    assert list(sets_folder().iterdir()) == []


def test_where_files_cannot_be_reserved_they_are_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fallocate", raising=False)

    kept = Room(100, budget_bytes=0).keep(np.arange(100, dtype=np.uint8))

    assert np.array_equal(kept, np.arange(100))
