import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from engine.contract.folders import cache_folder
from engine.dataset.checking import hash_ends
from engine.dataset.pictures import idx_file
from engine.dataset.pictures.decode import DecodeError, decode_picture, read_header
from engine.dataset.pictures.idx_file import BadIdxFile, picture_path, read_labels
from tests.engine.dataset.idx_files import save_idx, save_labels, save_pictures
from tests.engine.dataset.small_datasets import save_picture


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))


def copies() -> list[Path]:
    return list((cache_folder() / "idx").glob("*"))


@pytest.mark.parametrize("name", ["a-idx3-ubyte", "a-idx3-ubyte.gz"])
def test_picture_inside_a_file_is_decoded(tmp_path: Path, name: str) -> None:
    values = save_pictures(tmp_path / name, count=3)

    decoded = decode_picture(tmp_path / name / "00002")

    assert np.array_equal(decoded.pixels[..., 0], values[2])
    assert (decoded.width, decoded.height, decoded.is_grey, decoded.notes) == (4, 3, True, ())


def test_pictures_may_have_colours(tmp_path: Path) -> None:
    values = save_pictures(tmp_path / "a-idx4-ubyte", count=2, shape=(3, 4, 3))

    assert np.array_equal(decode_picture(tmp_path / "a-idx4-ubyte/00001").pixels, values[1])


def test_header_and_hash_are_those_of_one_picture(tmp_path: Path) -> None:
    path = tmp_path / "a-idx3-ubyte"
    save_pictures(path, count=2)

    assert read_header(path / "00000").size == (4, 3)
    assert hash_ends(path / "00000") != hash_ends(path / "00001") != ""


@pytest.mark.parametrize("inner", ["00003", "99999999999"])
def test_picture_behind_the_last_one_cannot_be_read(tmp_path: Path, inner: str) -> None:
    save_pictures(tmp_path / "a-idx3-ubyte", count=3)

    with pytest.raises(DecodeError, match="has 3 pictures"):
        decode_picture(tmp_path / "a-idx3-ubyte" / inner)
    assert hash_ends(tmp_path / "a-idx3-ubyte" / inner) == ""


def test_ordinary_pictures_may_be_called_by_numbers(tmp_path: Path) -> None:
    save_picture(tmp_path / "00001.png").rename(tmp_path / "00001")

    assert decode_picture(tmp_path / "00001").width == 8


def test_packed_file_is_unpacked_once(tmp_path: Path) -> None:
    path = tmp_path / "a-idx3-ubyte.gz"
    save_pictures(path, count=3)
    for number in range(3):
        decode_picture(path / f"0000{number}")

    assert len(copies()) == 1


def test_older_copies_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idx_file, "LARGEST_CACHE_BYTES", 60)
    for name in ("a-idx3-ubyte.gz", "b-idx3-ubyte.gz"):
        save_pictures(tmp_path / name, count=2)
        decode_picture(tmp_path / name / "00000")

    assert len(copies()) == 1


def test_damaged_packed_file_leaves_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "a-idx3-ubyte.gz"
    save_pictures(path, count=60)
    content = bytearray(path.read_bytes())
    content[300:340] = bytes(40)
    path.write_bytes(content)

    with pytest.raises(DecodeError, match="unpacked"):
        decode_picture(path / "00001")
    assert copies() == []


def test_labels_are_numbers(tmp_path: Path) -> None:
    save_labels(tmp_path / "a.gz", [3, 1])

    assert read_labels(tmp_path / "a.gz").tolist() == [3, 1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no IDX file"),
        (b"\0\0\x08", "no IDX file"),
        (b"\0\0\x0d\x03" + bytes(12), "no IDX file"),
        (b"\0\0\x08\x03\0\0", "header cannot be read"),
        (b"\0\0\x08\xff" + bytes(1020), "255 dimensions"),
        (struct.pack(">BBBB3I", 0, 0, 8, 3, 1, 0, 4), "states a size"),
        (struct.pack(">BBBB3I", 0, 0, 8, 3, 4_000_000_000, 1, 1), "states a size"),
        (struct.pack(">BBBB3I", 0, 0, 8, 3, 1, 1, 4_000_000_000), "states a size"),
        (struct.pack(">BBBB4I", 0, 0, 8, 4, 1, 2, 2, 7), "7 channels"),
        (gzip.compress(b"\0\0\x08\x01" + bytes(4), mtime=0)[:12], "header cannot be read"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a-ubyte").write_bytes(content)

    with pytest.raises(BadIdxFile, match=reason):
        idx_file.read_header(tmp_path / "a-ubyte")


def test_only_what_is_there_counts(tmp_path: Path) -> None:
    save_idx(tmp_path / "a", np.zeros((5, 2, 2), np.uint8))
    content = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(content[:-1])

    header = idx_file.read_header(tmp_path / "a")

    assert (header.shape, header.count) == ((5, 2, 2), 4)


def test_paths_have_as_many_digits_as_the_last() -> None:
    assert picture_path("a", 7, 60_000) == "a/00007"
    assert picture_path("a", 7, 1_000_000) == "a/000007"
