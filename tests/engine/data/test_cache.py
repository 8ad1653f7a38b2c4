import errno
import os
import shutil
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.data import stored_pictures
from engine.data.cache import load_pictures
from engine.data.stored_pictures import PictureWriter, read_set, remove_oldest, sets_folder
from tests.shared_data import dataset

CONFIG = InputConfig(height=8, width=8, channels=1)
NAMES = [f"{i:03}.png" for i in range(70)]
IN_MEMORY, ON_DISK = 10**9, 0
BOTH = pytest.mark.parametrize("budget", [IN_MEMORY, ON_DISK])


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seventy pictures whose value is their number; numbers 5 and 66 are broken."""
    place = tmp_path / "pictures"
    place.mkdir()
    for number, name in enumerate(NAMES):
        Image.new("L", (8, 8), number).save(place / name)
    (place / NAMES[5]).write_bytes(b"broken")
    (place / NAMES[66]).unlink()
    return place


def unfinished() -> list[Path]:
    return [path for path in sets_folder().glob("*") if path.name.startswith("unfinished")]


@BOTH
def test_sound_pictures_come_in_order_and_broken_ones_are_told(folder: Path, budget: int) -> None:
    found = load_pictures(folder, NAMES, CONFIG, fingerprint="f", budget_bytes=budget)

    kept = [i for i in range(70) if i not in (5, 66)]
    assert found.kept.tolist() == kept
    assert found.pixels[:, 0, 0, 0].tolist() == kept
    assert [dropped.path for dropped in found.dropped] == [NAMES[5], NAMES[66]]
    assert all(dropped.reason for dropped in found.dropped)
    assert isinstance(found.pixels, np.memmap) == (budget == ON_DISK)


@BOTH
def test_a_second_run_reads_no_file_again(folder: Path, budget: int) -> None:
    first = load_pictures(folder, NAMES, CONFIG, fingerprint="f", budget_bytes=budget)
    shutil.rmtree(folder)

    second = load_pictures(folder, NAMES, CONFIG, fingerprint="f", budget_bytes=budget)

    assert np.array_equal(second.pixels, first.pixels)
    assert second.dropped == first.dropped


def test_another_fingerprint_or_input_is_read_anew(folder: Path) -> None:
    load_pictures(folder, NAMES, CONFIG, fingerprint="f")
    Image.new("L", (8, 8), 200).save(folder / NAMES[0])

    changed = load_pictures(folder, NAMES, CONFIG, fingerprint="g")
    larger = load_pictures(folder, NAMES, CONFIG.model_copy(update={"width": 16}), fingerprint="f")

    assert changed.pixels[0, 0, 0, 0] == 200
    assert larger.pixels.shape == (68, 8, 16, 1)


@BOTH
def test_cancel_leaves_nothing_behind(folder: Path, budget: int) -> None:
    answers = iter([False, True, True])

    with pytest.raises(CancelledError):
        load_pictures(folder, NAMES, CONFIG, fingerprint="f", budget_bytes=budget, is_cancelled=lambda: next(answers))

    assert list(sets_folder().glob("*")) == []


def test_progress_reaches_the_end(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []

    load_pictures(folder, NAMES, CONFIG, fingerprint=None, on_progress=lambda *step: told.append(step))

    assert [done for _, done, _ in told] == [0, 32, 64, 70]
    assert {total for _, _, total in told} == {70}


def test_a_folder_without_any_sound_picture_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="None of the 70 pictures"):
        load_pictures(tmp_path, NAMES, CONFIG, fingerprint="f")


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_does_not_matter_while_memory_suffices(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PictureWriter, "add", full_disk)

    found = load_pictures(folder, NAMES, CONFIG, fingerprint="f", budget_bytes=IN_MEMORY)

    assert len(found.pixels) == 68
    assert list(sets_folder().glob("*")) == []


@pytest.mark.parametrize("step", ["add", "finish"])
def test_a_full_disk_is_an_error_with_a_way_out_where_memory_is_short(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(PictureWriter, step, full_disk)

    with pytest.raises(UserError, match="FOVEA_HOME"):
        load_pictures(folder, NAMES, CONFIG, fingerprint="f", budget_bytes=ON_DISK)
    assert list(sets_folder().glob("*")) == []


@pytest.mark.parametrize("name", ["pixels.npy", "pictures.json"])
def test_a_damaged_cache_is_made_again(folder: Path, name: str) -> None:
    first = load_pictures(folder, NAMES, CONFIG, fingerprint="f")
    (damaged,) = sets_folder().glob(f"*/{name}")
    damaged.write_bytes(damaged.read_bytes()[:100])

    second = load_pictures(folder, NAMES, CONFIG, fingerprint="f")

    assert np.array_equal(second.pixels, first.pixels)


def store(key: str, *, count: int, used_at: int) -> None:
    with PictureWriter(key, (count, 8, 8, 1)) as writer:
        writer.add(np.zeros((count, 8, 8, 1), np.uint8))
        writer.finish(range(count), ())
    os.utime(sets_folder() / key, (used_at, used_at))


def test_the_sets_that_were_not_used_for_longest_are_removed_first() -> None:
    for used_at, key in enumerate(("old", "middle", "new")):
        store(key, count=1000, used_at=used_at)

    remove_oldest(keep="old", total_bytes=150_000)

    assert sorted(path.name for path in sets_folder().iterdir()) == ["new", "old"]


def test_what_a_killed_process_left_is_removed_a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = PictureWriter("killed", (1, 8, 8, 1))
    remove_oldest(keep="")
    assert len(unfinished()) == 1

    monkeypatch.setattr(stored_pictures, "ABANDONED_SECONDS", -1)
    remove_oldest(keep="")

    assert unfinished() == []
    assert read_set("killed", into_memory=True) is None
    writer.__exit__()


def test_odd_files_are_read_or_told_and_never_stop_the_others() -> None:
    root = dataset("odd-images")
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())

    found = load_pictures(root, names, CONFIG, fingerprint=None)

    assert sorted([*(names[i] for i in found.kept), *(one.path for one in found.dropped)]) == names
    assert len(found.kept) > 30
    assert len(found.dropped) > 10
