"""Paints what lies around in a sample scene and has no label: twigs, threads, scraps of paper, crumbs."""

import numpy as np

from engine.data.synthetic.light import Light, moved, shadow_of
from engine.data.synthetic.painting import Canvas, coverage, paint
from engine.data.synthetic.palette import Colour, colour_of
from engine.data.synthetic.shapes import Field

_DARK: Colour = np.zeros(3, np.float32)
_TWIGS = ("#5a3d28", "#7a5a3c", "#3d3128", "#8d7a5e", "#4c5a3a")
_THREADS = ("#d9534f", "#f0e9dc", "#2f4f7d", "#222831", "#e0b040")
_PAPERS = ("#f4efe4", "#d7e3ee", "#f2d9c9", "#cfd8c4", "#9aa3ad", "#e7c86e")
_CRUMBS = ("#3d3128", "#8a6a4a", "#cbb898", "#6d7078", "#b5523f", "#5c7d4a")
_JOINTS = 7


def paint_clutter(canvas: Canvas, light: Light, rng: np.random.Generator) -> None:
    """What lies below the objects."""
    height, width = canvas.shape[:2]
    for _ in range(int(rng.integers(0, 3))):
        _paint_scrap(canvas, light, rng)
    for _ in range(int(rng.integers(0, 4))):
        _lay(canvas, _strand(rng, height, width, _TWIGS, thick=(0.006, 0.016)), light)
    for _ in range(int(rng.integers(0, 2))):
        _lay(canvas, _strand(rng, height, width, _THREADS, thick=(0.003, 0.006)), light)
    for _ in range(int(rng.integers(4, 26))):
        _paint_crumb(canvas, light, rng)


def paint_strand_above(canvas: Canvas, light: Light, rng: np.random.Generator) -> Field:
    """A twig or a thread over everything; returns how much of each pixel it covers."""
    height, width = canvas.shape[:2]
    colours, thick = ((_TWIGS, (0.008, 0.018)), (_THREADS, (0.004, 0.007)))[int(rng.random() < 0.4)]
    strand = _strand(rng, height, width, colours, thick=thick)
    _lay(canvas, strand, light)
    return strand[1]


def _strand(
    rng: np.random.Generator, height: int, width: int, colours: tuple[str, ...], *, thick: tuple[float, float]
) -> tuple[Colour, Field]:
    """Colour and coverage of a crooked line: short straight pieces, each turned a little from the one before."""
    side = max(height, width)
    at, angle = rng.uniform((0, 0), (width, height)), rng.uniform(0, 2 * np.pi)
    thickness, piece = max(0.7, rng.uniform(*thick) * side), rng.uniform(0.05, 0.12) * side
    y, x = np.mgrid[0.5 : height + 0.5, 0.5 : width + 0.5].astype(np.float32)
    distance = np.full((height, width), np.inf, np.float32)
    for _ in range(_JOINTS):
        step = np.array((np.cos(angle), np.sin(angle))) * piece
        along = np.clip(((x - at[0]) * step[0] + (y - at[1]) * step[1]) / piece**2, 0, 1)
        distance = np.minimum(distance, np.hypot(x - at[0] - along * step[0], y - at[1] - along * step[1]))
        at, angle = at + step, angle + rng.normal(0, 0.35)
    return colour_of(colours[rng.integers(len(colours))]), coverage(distance - np.float32(thickness))


def _lay(canvas: Canvas, strand: tuple[Colour, Field], light: Light) -> None:
    colour, covered = strand
    fallen = moved(covered, (-2 * light.x, -2 * light.y), outside=0.0)
    paint(canvas, _DARK, fallen * np.float32(light.shadow * 0.6))
    paint(canvas, colour, covered)


def _paint_scrap(canvas: Canvas, light: Light, rng: np.random.Generator) -> None:
    """A piece of paper with straight edges."""
    height, width = canvas.shape[:2]
    y, x = np.mgrid[0.5 : height + 0.5, 0.5 : width + 0.5].astype(np.float32)
    x, y = x - np.float32(rng.uniform(0, width)), y - np.float32(rng.uniform(0, height))
    size = rng.uniform(0.08, 0.26) * max(height, width)
    distance = np.full((height, width), -np.inf, np.float32)
    for angle in rng.uniform(0, 2 * np.pi) + np.arange(4) * np.pi / 2 + rng.normal(0, 0.25, 4):
        edge = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle)) - np.float32(size * rng.uniform(0.6, 1))
        distance = np.maximum(distance, edge)
    colour = colour_of(_PAPERS[rng.integers(len(_PAPERS))])
    fallen = moved(distance, (-2 * light.x, -2 * light.y), outside=np.inf)
    paint(canvas, _DARK, shadow_of(fallen, 4.0, light))
    paint(canvas, colour, coverage(distance))


def _paint_crumb(canvas: Canvas, light: Light, rng: np.random.Generator) -> None:
    """A speck of a few pixels."""
    height, width = canvas.shape[:2]
    radius = rng.uniform(0.6, 0.014 * max(height, width) + 0.6)
    centre_x, centre_y = rng.uniform((0, 0), (width, height))
    reach = int(radius + 4)
    rows = slice(max(0, int(centre_y) - reach), int(centre_y) + reach)
    columns = slice(max(0, int(centre_x) - reach), int(centre_x) + reach)
    part = canvas[rows, columns]
    y = np.arange(part.shape[0], dtype=np.float32)[:, None] + np.float32(rows.start + 0.5 - centre_y)
    x = np.arange(part.shape[1], dtype=np.float32)[None] + np.float32(columns.start + 0.5 - centre_x)
    squeeze = np.float32(rng.uniform(0.6, 1))
    paint(part, _DARK, shadow_of(np.hypot(x + light.x, (y + light.y) / squeeze) - radius, radius, light))
    paint(part, colour_of(_CRUMBS[rng.integers(len(_CRUMBS))]), coverage(np.hypot(x, y / squeeze) - np.float32(radius)))
