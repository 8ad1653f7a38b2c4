import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from engine.dataset.pictures import thumbnail_cache
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.pictures.thumbnail_cache import ThumbnailCache, cached_thumbnail
from engine.dataset.pictures.thumbnails import Thumbnail
from tests.engine.dataset.small_datasets import save_picture

NOISE = np.random.default_rng(2).integers(0, 256, (64, 64, 3), dtype=np.uint8)


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 1e9

    def __call__(self) -> float:
        return self.seconds


def thumbnail(value: int = 0) -> Thumbnail:
    return Thumbnail(np.full((8, 8, 3), value, np.uint8), 80, 60)


def key(number: int) -> bytes:
    return number.to_bytes(16, "big")


@pytest.fixture
def kept(tmp_path: Path) -> ThumbnailCache:
    return ThumbnailCache(tmp_path / "cache" / "thumbnails.sqlite")


def test_a_thumbnail_comes_back_with_the_size_of_its_picture(kept: ThumbnailCache) -> None:
    kept.put(key(1), thumbnail(200))

    found = kept.get(key(1))
    kept.close()

    assert found is not None
    assert (found.width, found.height, found.pixels.shape) == (80, 60, (8, 8, 3))
    assert abs(found.pixels.astype(int) - 200).max() <= 2
    assert kept.get(key(2)) is None


def test_thumbnails_outlive_the_process(kept: ThumbnailCache, tmp_path: Path) -> None:
    kept.put(key(1), thumbnail())
    kept.close()

    again = ThumbnailCache(tmp_path / "cache" / "thumbnails.sqlite")

    assert again.get(key(1)) is not None
    again.close()


def test_a_thousand_thumbnails_are_one_file(kept: ThumbnailCache, tmp_path: Path) -> None:
    for number in range(1000):
        kept.put(key(number), thumbnail())
    kept.close()

    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["thumbnails.sqlite"]


def test_the_least_recently_used_are_removed_beyond_the_limit(tmp_path: Path) -> None:
    clock = Clock()
    kept = ThumbnailCache(tmp_path / "thumbnails.sqlite", limit_bytes=400_000, now=clock)
    noisy = Thumbnail(NOISE, 64, 64)
    for number in range(400):
        clock.seconds += 1000
        kept.put(key(number), noisy)
        kept.get(key(0))

    is_there = [kept.get(key(number)) is not None for number in range(400)]
    kept.close()

    assert is_there[0]
    assert is_there[-1]
    assert not any(is_there[1:100])
    assert (tmp_path / "thumbnails.sqlite").stat().st_size < 1.5 * 400_000 + 64 * 20_000


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thumbnails.sqlite"
    path.write_bytes(content)
    kept = ThumbnailCache(path)

    kept.put(key(1), thumbnail())
    kept.put(key(1), thumbnail())

    assert kept.get(key(1)) is not None
    kept.close()


def test_damage_in_the_middle_is_survived(kept: ThumbnailCache, tmp_path: Path) -> None:
    for number in range(200):
        kept.put(key(number), Thumbnail(NOISE, 64, 64))
    kept.close()
    path = tmp_path / "cache" / "thumbnails.sqlite"
    content = bytearray(path.read_bytes())
    content[4096 : len(content) // 2] = bytes(len(content) // 2 - 4096)
    path.write_bytes(content)

    for number in range(200):
        kept.get(key(number))
    kept.put(key(1), thumbnail())
    kept.put(key(1), thumbnail())

    assert kept.get(key(1)) is not None
    kept.close()


def test_a_file_of_another_version_is_emptied(kept: ThumbnailCache, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put(key(1), thumbnail())
    kept.close()
    monkeypatch.setattr(thumbnail_cache, "VERSION", 77)

    assert kept.get(key(1)) is None
    kept.put(key(1), thumbnail())
    assert kept.get(key(1)) is not None
    kept.close()


def test_foreign_tables_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "thumbnails.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE thumbnails (key)")
    other.execute(f"PRAGMA user_version = {thumbnail_cache.VERSION}")
    other.close()
    kept = ThumbnailCache(path)

    kept.put(key(1), thumbnail())
    kept.put(key(1), thumbnail())

    assert kept.get(key(1)) is not None
    kept.close()


def test_a_full_disk_only_keeps_nothing_new(kept: ThumbnailCache) -> None:
    kept.put(key(1), thumbnail())
    kept._connection.execute("PRAGMA max_page_count = 1")  # type: ignore[union-attr]  # it is open

    for number in range(2, 30):
        kept.put(key(number), Thumbnail(NOISE, 64, 64))

    assert kept.get(key(1)) is not None
    assert kept.get(key(29)) is None
    kept.close()


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = ThumbnailCache(tmp_path / "file" / "thumbnails.sqlite")

    for _ in range(5):
        kept.put(key(1), thumbnail())

    assert kept.get(key(1)) is None


def test_a_locked_file_is_not_waited_for_long(kept: ThumbnailCache, tmp_path: Path) -> None:
    kept.put(key(1), thumbnail())
    other = sqlite3.connect(tmp_path / "cache" / "thumbnails.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    kept.put(key(2), thumbnail())

    assert kept.get(key(1)) is not None
    assert kept.get(key(2)) is None
    other.close()
    kept.close()


def test_several_users_share_the_file(tmp_path: Path) -> None:
    """Who finds it locked does without: on a slow disk some of the thumbnails may be missing, none may be wrong."""
    users = [ThumbnailCache(tmp_path / "thumbnails.sqlite") for _ in range(3)]
    start = threading.Barrier(3)

    def use(user: int) -> None:
        start.wait()
        for number in range(40):
            users[user].put(key(100 * user + number), thumbnail())

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(use, range(3)))
    found = [users[0].get(key(100 * user + number)) for user in range(3) for number in range(40)]
    kept = [one for one in found if one is not None]

    assert len(kept) >= 100
    assert all(one.pixels.shape == thumbnail().pixels.shape for one in kept)
    for user in users:
        user.close()


def test_a_changed_picture_gets_a_new_thumbnail(kept: ThumbnailCache, tmp_path: Path) -> None:
    path = save_picture(tmp_path / "a.png", (255, 0, 0))
    first = cached_thumbnail(path, size_px=16, crop="square", kept=kept)
    save_picture(path, (0, 0, 255))
    os.utime(path, ns=(5, 5))

    second = cached_thumbnail(path, size_px=16, crop="square", kept=kept)
    third = cached_thumbnail(path, size_px=16, crop="letterbox", kept=kept)
    kept.close()

    assert first.pixels[8, 8].tolist() == [255, 0, 0]
    assert second.pixels[8, 8].tolist() == [0, 0, 255]
    assert (third.pixels.shape, third.width, third.height) == ((12, 16, 3), 8, 6)


def test_a_kept_thumbnail_is_not_decoded_again(
    kept: ThumbnailCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_picture(tmp_path / "a.png")
    cached_thumbnail(path, size_px=16, crop="square", kept=kept)
    monkeypatch.delattr(thumbnail_cache, "make_thumbnail")

    found = cached_thumbnail(path, size_px=16, crop="square", kept=kept)
    kept.close()

    assert (found.width, found.height) == (8, 6)


def test_a_missing_picture_has_its_reason(kept: ThumbnailCache, tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match="cannot be opened"):
        cached_thumbnail(tmp_path / "missing.png", size_px=16, crop="square", kept=kept)
