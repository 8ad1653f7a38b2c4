"""Draws the letters of invented alphabets by many hands, for learning which drawings show the same letter.

As in Omniglot (Lake, Salakhutdinov and Tenenbaum, Science 350, 2015): a letter is a few strokes, and every drawing of
it moves them a little.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.data.synthetic.painting import coverage, grid
from engine.data.synthetic.shapes import Field

ALPHABETS = (
    "Aruvi", "Belkor", "Cendal", "Dromi", "Eshan", "Falen", "Gorthi", "Hauli", "Istra", "Jomer", "Kelvet", "Lunari",
    "Morwen", "Nadir", "Ostia",
)  # fmt: skip
LETTERS_AT_ONCE, DRAWINGS = 10, 12
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"
_POINTS_OF_CURVE = 24
_TINY = 1e-6
# The narrower side of a letter as a share of the other, and how many strokes begin at another one.
_THINNEST, _JOINED = 0.45, 0.85

Stroke = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LetterDrawing:
    """One drawing: (side, side) uint8, black ink on white, of a letter of an alphabet."""

    pixels: NDArray[np.uint8]
    alphabet: str
    letter: str


def draw_letter(seed: int, number: int, *, side: int) -> LetterDrawing:
    """The drawing with a number, the same whatever else is drawn.

    Alphabets take turns, and in each its letters: ten at first, then ten more, each drawn by twelve hands.
    """
    alphabet, turn = number % len(ALPHABETS), number // len(ALPHABETS)
    block, in_block = divmod(turn, LETTERS_AT_ONCE * DRAWINGS)
    letter = block * LETTERS_AT_ONCE + in_block % LETTERS_AT_ONCE
    strokes = _strokes(seed, alphabet, letter)
    hand = np.random.Generator(np.random.PCG64((seed, number, 3)))
    pixels = np.clip(255 * (1 - _ink(_by_hand(strokes, hand), side, hand)) + 0.5, 0, 255).astype(np.uint8)
    return LetterDrawing(pixels, ALPHABETS[alphabet], _name(seed, alphabet, letter))


def _name(seed: int, alphabet: int, letter: int) -> str:
    """A syllable that no other letter of the alphabet has; each alphabet takes them in an order of its own."""
    syllables = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
    order = np.random.Generator(np.random.PCG64((seed, alphabet, 4))).permutation(len(syllables))
    again, place = divmod(letter, len(syllables))
    return syllables[order[place]] + (str(again + 1) if again else "")


def _strokes(seed: int, alphabet: int, letter: int) -> list[Stroke]:
    """The strokes of a letter in the square from 0 to 1, drawn anew until it is neither a line nor a dot."""
    style = np.random.Generator(np.random.PCG64((seed, alphabet, 5)))
    roundness, lattice, most = style.uniform(0.04, 0.42), int(style.integers(3, 5)), int(style.integers(3, 5))
    rng = np.random.Generator(np.random.PCG64((seed, alphabet, letter, 6)))
    while True:
        strokes = _join(rng, lattice, number=int(rng.integers(2, most + 1)), roundness=roundness)
        points = np.concatenate([_curve(stroke) for stroke in strokes])
        low, extent = points.min(axis=0), np.ptp(points, axis=0)
        if extent.min() >= _THINNEST * extent.max():
            # In the middle, as large as the square.
            return [0.5 + (stroke - low - extent / 2) / extent.max() for stroke in strokes]


def _join(rng: np.random.Generator, lattice: int, *, number: int, roundness: float) -> list[Stroke]:
    """Strokes between points of a lattice, each a Bezier curve; most begin where another one ends."""
    corners = [_lattice_point(rng, lattice)]
    lines: set[frozenset[tuple[float, float]]] = set()
    strokes: list[Stroke] = []
    while len(strokes) < number:
        start = corners[rng.integers(len(corners))] if rng.random() < _JOINED else _lattice_point(rng, lattice)
        end = _lattice_point(rng, lattice)
        if start == end or frozenset((start, end)) in lines:
            continue
        lines.add(frozenset((start, end)))
        corners += [start, end]
        first, last = np.array(start), np.array(end)
        sideways = np.array((first[1] - last[1], last[0] - first[0])) * rng.uniform(-1, 1, (2, 1)) * roundness * 2
        third = (last - first) / 3
        strokes.append(np.stack((first, first + third + sideways[0], last - third + sideways[1], last)))
    return strokes


def _lattice_point(rng: np.random.Generator, lattice: int) -> tuple[float, float]:
    x, y = rng.integers(0, lattice, 2) / (lattice - 1)
    return float(x), float(y)


def _by_hand(strokes: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """The strokes as somebody draws them: slanted, turned, stretched, every point a little off."""
    turn, slant = rng.normal(0, 0.09), rng.normal(0, 0.12)
    stretch = rng.uniform(0.8, 1.05, 2)
    change = np.array(((np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn)))) @ np.array(((1, slant), (0, 1)))
    moved = rng.normal(0, 0.025, 2) + 0.5
    return [((stroke - 0.5) * stretch) @ change.T + moved + rng.normal(0, 0.022, stroke.shape) for stroke in strokes]


def _ink(strokes: list[Stroke], side: int, rng: np.random.Generator) -> Field:
    """(side, side), how much of each pixel is covered by a pen along the strokes."""
    margin, thickness = 0.14 * side, max(0.8, side * rng.uniform(0.014, 0.026))
    distance = np.full((side, side), side, np.float32)
    for stroke in strokes:
        points = margin + _curve(stroke) * (side - 2 * margin)
        for start, end in pairwise(points):
            _come_near(distance, start, end, reach=thickness + 1)
    return coverage(distance - np.float32(thickness))


def _come_near(distance: Field, start: NDArray[np.float64], end: NDArray[np.float64], *, reach: float) -> None:
    """Lower a field of distances, in place, to that from a straight piece, where it is at most ``reach``."""
    side = len(distance)
    low, high = np.minimum(start, end) - reach, np.maximum(start, end) + reach
    columns, rows = (slice(max(0, int(low[axis])), max(0, min(side, int(high[axis]) + 1))) for axis in (0, 1))
    x, y = (axis[rows, columns] for axis in grid(side))
    step = end - start
    along = np.clip(((x - start[0]) * step[0] + (y - start[1]) * step[1]) / max(_TINY, step @ step), 0, 1)
    near = np.hypot(x - start[0] - along * step[0], y - start[1] - along * step[1])
    distance[rows, columns] = np.minimum(distance[rows, columns], near)


def _curve(stroke: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 2) points along a cubic Bezier curve."""
    t = np.linspace(0, 1, _POINTS_OF_CURVE)[:, None]
    one, two, three, four = stroke
    curve: NDArray[np.float64] = (
        one * (1 - t) ** 3 + 3 * two * t * (1 - t) ** 2 + 3 * three * t**2 * (1 - t) + four * t**3
    )
    return curve
