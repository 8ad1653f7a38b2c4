"""Breaks any label file as a whole."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.engine.dataset.fuzz.sound_datasets import save_picture
from tests.engine.dataset.fuzz.variant import Damage

OUTSIDE = "outside"
_MEGABYTE = 1 << 20
_WEB_PAGE = b"<!DOCTYPE html>\n<html><head><title>404</title></head><body><p>Not found.</body></html>\n"


def with_bytes(file: str, change: Callable[[bytes], bytes]) -> Damage:
    """A damage that changes the content of a file."""

    def damage(folder: Path) -> None:
        path = folder / file
        path.write_bytes(change(path.read_bytes()))

    return damage


def cut_to(file: str, share: float) -> Damage:
    """A damage that leaves the first part of a file."""
    return with_bytes(file, lambda content: content[: int(len(content) * share)])


def replaced(file: str, make: Callable[[Path], None]) -> Damage:
    """A damage that puts something else in the place of a file."""

    def damage(folder: Path) -> None:
        (folder / file).unlink()
        make(folder / file)

    return damage


def link_to_outside(path: Path) -> None:
    """A link to a sound copy of a file in a folder beside the dataset."""
    place = path
    while place.name != "dataset":
        place = place.parent
    target = place.parent / OUTSIDE / path.name
    target.parent.mkdir(exist_ok=True)
    save_picture(target, 77) if target.suffix == ".png" else target.write_text("secret")
    path.symlink_to(target)


def make_socket(path: Path) -> None:
    """A socket that nobody listens to; its name is short, since addresses of sockets are."""
    here = Path.cwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def make_larger(megabytes: int) -> Callable[[Path], None]:
    """A file that begins as before and goes on with zeros, which take no place on the disk."""

    def make(path: Path) -> None:
        os.truncate(path, megabytes * _MEGABYTE)

    return make


_BYTES: Final[dict[str, Callable[[bytes], bytes]]] = {
    "is empty": lambda _: b"",
    "holds white space only": lambda _: b" \n\n \n",
    "holds any bytes": lambda _: bytes(range(256)) * 20,
    "holds zeros": lambda _: bytes(4096),
    "is a web page": lambda _: _WEB_PAGE,
    "has a zero in the middle": lambda content: content[: len(content) // 2] + b"\0" + content[len(content) // 2 :],
    "is UTF-16 without a mark": lambda content: content.decode().encode("utf-16-le"),
    "ends in any bytes": lambda content: content + b"\xff\xfe\x00\x80<{[",
}
# Other ways to write the same.
_HARMLESS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "is UTF-16": lambda content: content.decode().encode("utf-16"),
    "is UTF-8 with a mark": lambda content: b"\xef\xbb\xbf" + content,
    "has lines as Windows": lambda content: content.replace(b"\n", b"\r\n"),
}
_PLACES: Final[dict[str, Callable[[Path], None]]] = {
    "is a link out of the folder": link_to_outside,
    "is a link to nothing": lambda path: path.symlink_to(path.with_name("nothing")),
    "is a link to itself": lambda path: path.symlink_to(path.name),
    "is a link to endless zeros": lambda path: path.symlink_to("/dev/zero"),
    "is a pipe": os.mkfifo,
    "is a socket": make_socket,
    "is a folder": Path.mkdir,
}


def of_bytes(file: str) -> Iterator[tuple[str, Damage]]:
    """Damages of a file's content, by name."""
    for name, change in _BYTES.items():
        yield name, with_bytes(file, change)
    for share in (0.1, 0.5, 0.9):
        yield f"is cut to {share:.0%}", cut_to(file, share)


def harmless(file: str) -> Iterator[tuple[str, Damage]]:
    """Other ways to write the same file, by name."""
    for name, change in _HARMLESS.items():
        yield name, with_bytes(file, change)


def of_places(file: str) -> Iterator[tuple[str, Damage]]:
    """What may stand in place of a file, by name."""
    for name, make in _PLACES.items():
        yield name, replaced(file, make)
    yield "is missing", replaced(file, lambda _path: None)


def too_large(file: str, megabytes: int) -> tuple[str, Damage]:
    """A file of more bytes than are read."""
    return f"has {megabytes} MB", lambda folder: make_larger(megabytes)(folder / file)
