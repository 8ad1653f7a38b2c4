"""Finds the pictures of an index that are the same or nearly the same, as pairs."""

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from engine.contract.dataset import ImageStatus
from engine.dataset.doctor.look import LOOK_BYTES
from engine.dataset.doctor.near_duplicates import NearPair, find_near_duplicates

# Exact duplicates have one hash and, because hashes may agree by chance, one look.
_REPEATED = (
    "SELECT id, pixel_hash, look FROM images WHERE status = ?1 AND pixel_hash IN (SELECT pixel_hash FROM images"
    " WHERE status = ?1 AND pixel_hash IS NOT NULL GROUP BY pixel_hash HAVING count(*) > 1)"
    " ORDER BY pixel_hash, look, position, id"
)
_SOUND = "FROM images WHERE status = ? AND pixel_hash IS NOT NULL AND length(look) = ? ORDER BY id"
# The near pairs of the last time: they follow from the pixels alone, and do not change with labels and splits.
_REMEMBERED = "near_pairs"
_MOST_REMEMBERED = 100_000

OnDone = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Pictures that belong together, by their ids in the index.

    Attributes:
        groups: each two or more pictures with equal pixels, in the order of the gallery.
        near: pairs that look the same; of each group only its first picture is in them.
    """

    groups: tuple[tuple[int, ...], ...]
    near: tuple[NearPair, ...]


def find_duplicates(connection: sqlite3.Connection, on_done: OnDone) -> Duplicates:
    """All duplicates among the sound pictures of an index.

    Args:
        connection: to the index; what was found is remembered there for as long as the pictures stay the same.
        on_done: hears how many pictures were compared, and of how many. It may raise to stop.
    """
    groups = tuple(_groups(connection.execute(_REPEATED, (ImageStatus.OK,))))
    signature = _signature(connection)
    near = _recall(connection, signature)
    if near is None:
        near = _find_near(connection, {image_id for group in groups for image_id in group[1:]}, on_done)
        if len(near) <= _MOST_REMEMBERED:
            _remember(connection, signature, near)
    return Duplicates(groups, near)


def _groups(rows: Iterable[sqlite3.Row]) -> Iterator[tuple[int, ...]]:
    for _, members in groupby(rows, _pixels):
        group = tuple(int(row["id"]) for row in members)
        if len(group) > 1:
            yield group


def _pixels(row: sqlite3.Row) -> tuple[bytes, bytes]:
    return row["pixel_hash"], row["look"]


def _find_near(connection: sqlite3.Connection, copies: set[int], on_done: OnDone) -> tuple[NearPair, ...]:
    """Near pairs among the pictures that are not ``copies`` of another one.

    The looks wait in a file: those of a million pictures fill half a gigabyte.
    """
    sound = connection.execute(f"SELECT id {_SOUND}", (ImageStatus.OK, LOOK_BYTES))
    ids = np.array([row["id"] for row in sound if row["id"] not in copies], np.int64)
    if len(ids) < 2:
        return ()
    with tempfile.TemporaryFile() as file:
        looks: NDArray[np.uint8] = np.memmap(file, np.uint8, "w+", shape=(len(ids), LOOK_BYTES))
        sizes = _read_looks(connection, ids, looks)
        pairs = find_near_duplicates(looks, sizes, lambda done: on_done(done, len(ids)))
    return tuple(NearPair(int(ids[pair.original]), int(ids[pair.copy]), pair.is_crop) for pair in pairs)


def _read_looks(
    connection: sqlite3.Connection, ids: NDArray[np.int64], looks: NDArray[np.uint8]
) -> NDArray[np.float32]:
    """Fill in the looks of pictures; their widths and heights. Those of a picture that was removed stay zero."""
    places = {int(image_id): place for place, image_id in enumerate(ids)}
    sizes = np.zeros((len(ids), 2), np.float32)
    for row in connection.execute(f"SELECT id, width, height, look {_SOUND}", (ImageStatus.OK, LOOK_BYTES)):
        place = places.get(row["id"])
        if place is not None:
            looks[place] = np.frombuffer(row["look"], np.uint8)
            sizes[place] = row["width"], row["height"]
    return sizes


def _signature(connection: sqlite3.Connection) -> str:
    """What the near pairs follow from, in a few letters."""
    digest = hashlib.blake2b(digest_size=16)
    for row in connection.execute(f"SELECT id, pixel_hash {_SOUND}", (ImageStatus.OK, LOOK_BYTES)):
        digest.update(b"%d:" % row["id"] + row["pixel_hash"])
    return digest.hexdigest()


def _recall(connection: sqlite3.Connection, signature: str) -> tuple[NearPair, ...] | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_REMEMBERED,)).fetchone()
    kept = None if row is None else json.loads(row["value"])
    if kept is None or kept["pictures"] != signature:
        return None
    return tuple(NearPair(original, copy, is_crop) for original, copy, is_crop in kept["pairs"])


def _remember(connection: sqlite3.Connection, signature: str, near: tuple[NearPair, ...]) -> None:
    text = json.dumps({"pictures": signature, "pairs": near})
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_REMEMBERED, text))
