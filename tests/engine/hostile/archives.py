"""Tricks with the zip file around a model."""

import stat
import struct
import zipfile
from pathlib import Path

from tests.engine.hostile.sound import TRICKS, Sound, Write, in_file


def _with_member(name: str, content: bytes = b"x", mode: int = 0) -> Write:
    def write(path: Path, sound: Sound) -> None:
        sound.write(path)
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(entry, content)

    return write


TRICKS["path_out_of_the_zip"] = _with_member("../written")
TRICKS["absolute_path_in_the_zip"] = _with_member("/tmp/written")
TRICKS["symbolic_link_in_the_zip"] = _with_member("assets", b"/etc", stat.S_IFLNK | 0o777)
TRICKS["folder_in_the_zip"] = _with_member("assets/")
TRICKS["pickle_in_the_zip"] = _with_member("model.pkl", b"cos\nsystem\n(S'touch written'\ntR.")


@in_file
def two_configs(path: Path, sound: Sound) -> None:
    sound.write(path)
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo("config.json")
        archive.writestr(entry, b"{}")


@in_file
def packed_bomb(path: Path, sound: Sound) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sound.members.items():
            archive.writestr(name, content)
        archive.writestr("bomb", bytes(50_000_000))


@in_file
def packed_weights(path: Path, sound: Sound) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sound.members.items():
            archive.writestr(name, content, zipfile.ZIP_DEFLATED if name.endswith("h5") else zipfile.ZIP_STORED)


@in_file
def encrypted_member(path: Path, sound: Sound) -> None:
    sound.write(path)
    content = bytearray(path.read_bytes())
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.index(start) + flags, 1)
    path.write_bytes(content)


@in_file
def size_that_is_a_lie(path: Path, sound: Sound) -> None:
    sound.write(path)
    content = bytearray(path.read_bytes())
    struct.pack_into("<II", content, content.index(b"PK\x01\x02") + 20, 1 << 30, 1 << 30)
    path.write_bytes(content)


@in_file
def wrong_checksum(path: Path, sound: Sound) -> None:
    path.write_bytes(sound.bytes.replace(b'"units": 2', b'"units": 3', 1))


@in_file
def without_weights(path: Path, sound: Sound) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", sound.members["config.json"])
        archive.writestr("metadata.json", sound.members["metadata.json"])


@in_file
def no_zip(path: Path, _sound: Sound) -> None:
    path.write_bytes(b"import os")


@in_file
def empty_file(path: Path, _sound: Sound) -> None:
    path.touch()
