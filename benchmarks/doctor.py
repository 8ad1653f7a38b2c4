"""What the data doctor costs: for each picture beside decoding it, and for comparing all pictures with each other.

Run ``python -m benchmarks.doctor`` in the repository. Prints how much longer the check of a picture takes with its hash
and its look (wanted: decoding keeps 0.75 of its speed), and the seconds and the found share for growing numbers of
looks: ten times as many must take far less than a hundred times as long. The pictures are random clouds with the
spectrum of photographs; one in a hundred is a slightly cropped copy of another.
"""

import argparse
import io
import time

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.ratios import describe_machine, print_speeds, time_alternately
from engine.dataset.checking import mean_rgb
from engine.dataset.doctor.look import look, look_table
from engine.dataset.doctor.near_duplicates import find_near_duplicates
from engine.dataset.doctor.pixel_hash import pixel_hash

WANTED = {"decode, hash, look": 0.75}
COPIES_EVERY = 100
CROP = 0.05


def clouds(rng: np.random.Generator, *, count: int, side_px: int) -> NDArray[np.uint8]:
    """(count, side, side) grey pictures whose amplitudes fall with frequency, as those of photographs do."""
    frequency = np.hypot(np.fft.fftfreq(side_px)[:, None], np.fft.rfftfreq(side_px))
    frequency[0, 0] = np.inf
    noise = rng.standard_normal((count, *frequency.shape)) + 1j * rng.standard_normal((count, *frequency.shape))
    grey = np.fft.irfft2(noise / frequency**1.2, s=(side_px, side_px))
    grey /= grey.std(axis=(1, 2), keepdims=True)
    return np.clip(128 + 50 * grey, 0, 255).astype(np.uint8)


def cost_beside_decoding(*, turns: int) -> None:
    """Decoding of a JPEG file of 640 x 480 against decoding with all that is computed from it."""
    rng = np.random.default_rng(1)
    channels = [clouds(rng, count=1, side_px=640)[0, :480] for _ in range(3)]
    stream = io.BytesIO()
    Image.fromarray(np.stack(channels, axis=-1)).save(stream, "JPEG", quality=90)

    def decode() -> NDArray[np.uint8]:
        pixels = np.asarray(Image.open(io.BytesIO(stream.getvalue())).convert("RGB"))
        mean_rgb(pixels)
        return pixels

    def examine() -> None:
        pixels = decode()
        pixel_hash(pixels)
        look(pixels)

    def repeat(run: object) -> None:
        for _ in range(20):
            run()  # type: ignore[operator]

    alternatives = {"decode": lambda: repeat(decode), "decode, hash, look": lambda: repeat(examine)}
    timings = time_alternately(alternatives, turns=turns)
    print_speeds("20 pictures of 640 x 480 px", timings, against="decode", wanted=WANTED)


def planted_looks(count: int) -> tuple[NDArray[np.uint8], int]:
    """Looks of ``count`` clouds, the last ones cropped copies of the first ones; and the number of copies."""
    rng = np.random.default_rng(2)
    side_px, copies = 40, count // COPIES_EVERY
    margin = round(CROP * side_px)
    looks: list[bytes] = []
    cropped: list[bytes] = []
    while len(looks) < count - copies:
        for grey in clouds(rng, count=min(2000, count - copies - len(looks)), side_px=side_px):
            pixels = np.repeat(grey[:, :, None], 3, axis=2)
            looks.append(look(pixels))
            if len(cropped) < copies:
                cropped.append(look(pixels[margin:-margin, margin:-margin]))
    return look_table(looks + cropped), copies


def compare_all(count: int) -> None:
    """Seconds for all near duplicates among ``count`` pictures, and how many of the planted ones were found."""
    looks, copies = planted_looks(count)
    sizes = np.full((count, 2), 400, np.float32)
    start = time.perf_counter()
    pairs = find_near_duplicates(looks, sizes, on_done=_ignore)
    seconds = time.perf_counter() - start
    planted = sum(pair.copy - pair.original == count - copies for pair in pairs)
    per_ten_thousand = seconds / count * 1e4
    print(
        f"  {count:>9,} looks{seconds:9.2f} s{per_ten_thousand:8.2f} s for 10,000"
        f"   found {planted / copies:.3f}, others {len(pairs) - planted}"
    )


def _ignore(done: int) -> None:
    pass


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--most", type=int, default=100_000, help="largest number of looks")
    arguments = parser.parse_args()
    cost_beside_decoding(turns=arguments.turns)
    print(f"\nComparing all pictures with each other ({describe_machine()})")
    for count in (1_000, 10_000, 100_000, 1_000_000):
        if count <= arguments.most:
            compare_all(count)


if __name__ == "__main__":
    main()
