"""Thumbnails from the cache on disk against decoding their pictures.

Run ``python -m benchmarks.thumbnails`` in the repository, or with a folder of pictures of your own. Prints, for 24
thumbnails of 192 px as a gallery asks for them: decoded one after the other as before there was a cache, decoded in
the threads of the engine, and taken from the cache (wanted: 5 times as fast as decoding); then what a thumbnail takes
on disk, and how long one lookup takes among a hundred thousand.
"""

import argparse
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.ratios import describe_machine, print_speeds, time_alternately
from engine.dataset.pictures.signatures import has_picture_ending
from engine.dataset.pictures.thumbnail_cache import ThumbnailCache
from engine.dataset.pictures.thumbnail_series import thumbnails_in_order
from engine.dataset.pictures.thumbnails import Thumbnail, make_thumbnail

BATCH, SIZE_PX = 24, 192
WANTED = {"from the cache": 5.0}


def write_photos(folder: Path, *, count: int, width: int = 1200, height: int = 800) -> list[Path]:
    """Smooth random JPEG files of the size of small photos."""
    paths = []
    for number in range(count):
        coarse = np.random.default_rng(number).integers(0, 256, (height // 20, width // 20, 3), dtype=np.uint8)
        path = folder / f"{number:03}.jpg"
        Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC).save(path, quality=90)
        paths.append(path)
    return paths


def find_photos(folder: Path, *, count: int) -> list[Path]:
    """The first pictures below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and has_picture_ending(path))[:count]


def compare(paths: list[Path], folder: Path, *, turns: int) -> None:
    """Time 24 thumbnails with and without the cache."""
    names = [str(path) for path in paths]

    def never() -> bool:
        return False

    def decode_in_turn() -> None:
        for path in paths:
            make_thumbnail(path, size_px=SIZE_PX, crop="square")

    def decode_in_threads() -> None:
        # A cache in a place that cannot be made keeps nothing.
        nothing = ThumbnailCache(paths[0] / "nowhere.sqlite")
        list(thumbnails_in_order(names, {}, size_px=SIZE_PX, crop="square", is_cancelled=never, kept=nothing))

    with closing(ThumbnailCache(folder / "thumbnails.sqlite")) as kept:
        alternatives = {
            "decoded in turn": decode_in_turn,
            "decoded in threads": decode_in_threads,
            "from the cache": lambda: list(
                thumbnails_in_order(names, {}, size_px=SIZE_PX, crop="square", is_cancelled=never, kept=kept)
            ),
        }
        timings = time_alternately(alternatives, turns=turns)
    print_speeds(f"{len(paths)} thumbnails, {SIZE_PX} px", timings, against="decoded in turn", wanted=WANTED)


def measure_lookups(paths: list[Path], folder: Path, *, number: int) -> None:
    """Print bytes on disk and seconds of a lookup in a cache of ``number`` thumbnails."""
    thumbnails = [make_thumbnail(path, size_px=SIZE_PX, crop="square") for path in paths]
    file = folder / "many.sqlite"
    keys = [int(key).to_bytes(16, "big") for key in np.random.default_rng(1).integers(0, 2**62, number)]
    with closing(ThumbnailCache(file)) as kept:
        for index, key in enumerate(keys):
            kept.put(key, thumbnails[index % len(thumbnails)])
        chosen = keys[:: max(1, number // 2000)]
        start = time.perf_counter()
        found = [kept.get(key) for key in chosen]
        seconds = time.perf_counter() - start
    there = sum(isinstance(one, Thumbnail) for one in found)
    print(f"\n{number:,} thumbnails: {file.stat().st_size / number / 1e3:.1f} kB each on disk")
    print(f"  lookup with decoding {seconds / len(chosen) * 1e3:.2f} ms, {there} of {len(chosen)} found")
    print(f"  {describe_machine()}")


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="pictures to use in place of drawn ones")
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--number", type=int, default=100_000, help="thumbnails in the large cache")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fovea-thumbnails-") as temporary:
        folder = Path(temporary)
        paths = find_photos(arguments.folder, count=BATCH) if arguments.folder else write_photos(folder, count=BATCH)
        compare(paths, folder, turns=arguments.turns)
        measure_lookups(paths, folder, number=arguments.number)


if __name__ == "__main__":
    main()
