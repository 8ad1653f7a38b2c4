"""Breaks IDX files."""

import gzip
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.engine.dataset.fuzz import text_damage
from tests.engine.dataset.fuzz.text_damage import with_bytes
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, NO_PICTURE, Variant

_PICTURES, _LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


def _counting(number: int, height: int, width: int) -> Callable[[bytes], bytes]:
    """A header that counts something else."""
    return lambda content: content[:4] + struct.pack(">III", number, height, width) + content[16:]


_HEADERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "counts too many pictures": _counting(400, 8, 8),
    "counts 4,000 million pictures": _counting(2**32 - 1, 8, 8),
    "has pictures without height": _counting(4, 0, 8),
    "has pictures of 4,000 million rows": _counting(4, 2**32 - 1, 2**32 - 1),
    "holds fractions": lambda content: b"\0\0\x0d\x03" + content[4:],
    "has no known kind": lambda content: b"\0\0\x77\x03" + content[4:],
    "has 200 dimensions": lambda content: b"\0\0\x08\xc8" + content[4:],
    "has one dimension": lambda content: b"\0\0\x08\x01" + content[4:],
    "ends too early": lambda content: content[:-100],
    "ends in the header": lambda content: content[:9],
}
_LABEL_HEADERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "counts too many classes": lambda content: content[:4] + struct.pack(">I", 400) + content[8:],
    "counts too few classes": lambda content: content[:4] + struct.pack(">I", 2) + content[8:-2],
    "has three dimensions": lambda content: b"\0\0\x08\x03" + content[4:],
    "ends too early": lambda content: content[:-2],
}


def variants() -> Iterator[Variant]:
    """Every header, and every damage of a whole file."""
    for words, change in _HEADERS.items():
        yield Variant("idx", f"the file of pictures {words}", with_bytes(_PICTURES, change), may_be_refused=True)
    for words, change in _LABEL_HEADERS.items():
        yield Variant("idx", f"the file of classes {words}", with_bytes(_LABELS, change), EVERY_PICTURE)
    for what, file in (("pictures", _PICTURES), ("classes", _LABELS)):
        may_be_refused = what == "pictures"
        for words, damage in (*text_damage.of_bytes(file), *text_damage.of_places(file)):
            if words not in ("ends in any bytes", "is UTF-16 without a mark", "has a zero in the middle"):
                yield Variant("idx", f"the file of {what} {words}", damage, may_be_refused=may_be_refused)
    yield Variant("idx", "the packed file of pictures ends too early", _packed(0.5), may_be_refused=True)
    yield Variant("idx", "the packed file of pictures is sound", _packed(1.0), NO_PICTURE, is_told=False)
    yield Variant("idx", "the packed file of pictures promises 2 GB and holds 1 MB", _bomb)


def _packed(share: float) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        packed = gzip.compress((folder / _PICTURES).read_bytes())
        (folder / _PICTURES).unlink()
        (folder / f"{_PICTURES}.gz").write_bytes(packed[: int(len(packed) * share)])

    return damage


def _bomb(folder: Path) -> None:
    """Zeros pack to a thousandth of their size."""
    header = struct.pack(">BBBBIII", 0, 0, 8, 3, 2_000_000, 32, 32)
    (folder / _PICTURES).unlink()
    with gzip.open(folder / f"{_PICTURES}.gz", "wb", compresslevel=1) as stream:
        stream.write(header)
        stream.write(bytes(1 << 20))
