"""The design's named colours, sizes and fonts, read from ``tokens.json``. Free of Qt."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

ThemeName = Literal["light", "dark"]

TEXT_TOKENS = ("text", "text_secondary")
SURFACE_TOKENS = ("window", "rail", "panel", "raised", "canvas", "hover", "selection", "control")


@dataclass(frozen=True, slots=True)
class FontToken:
    """A text style: size and line height in logical pixels, weight as in CSS."""

    px: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Everything the design fixes.

    Attributes:
        colours: for each theme, token name -> ``#RRGGBB``.
        series: for each theme, the colours of chart lines in their order.
        sizes: logical pixels; pairs are (width, height).
        radii: corner radii in logical pixels.
        fonts: text styles by name.
        chart_roles: meaning of a curve -> index of its series.
        fade_ms: length of a fade in milliseconds.
    """

    colours: Mapping[str, Mapping[str, str]]
    series: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, int | float | list[int]]
    radii: Mapping[str, int]
    fonts: Mapping[str, FontToken]
    chart_roles: Mapping[str, Any]
    fade_ms: int


@cache
def tokens() -> Tokens:
    """The tokens of the file beside this module."""
    document = json.loads(Path(__file__).with_name("tokens.json").read_text(encoding="utf-8"))
    themes = document["themes"]
    return Tokens(
        colours={name: theme["colours"] for name, theme in themes.items()},
        series={name: tuple(theme["chart_series"]) for name, theme in themes.items()},
        sizes=document["size"],
        radii=document["radius"],
        fonts={name: _font(value) for name, value in document["font"].items() if isinstance(value, dict)},
        chart_roles=document["chart_roles"],
        fade_ms=document["motion_ms"]["fade"],
    )


def _font(value: Mapping[str, int]) -> FontToken:
    return FontToken(px=value["px"], line=value.get("line", 20), weight=value["weight"])


def size(name: str) -> int:
    """A size in logical pixels.

    Raises:
        KeyError: there is no such size.
        TypeError: the size is a pair; ask ``size_pair``.
    """
    value = tokens().sizes[name]
    if isinstance(value, list):
        raise TypeError(f"The size is a pair. Received: {name!r}. Ask size_pair.")
    return int(value)


def size_pair(name: str) -> tuple[int, int]:
    """A width and a height in logical pixels."""
    value = tokens().sizes[name]
    if not isinstance(value, list):
        raise TypeError(f"The size is one number. Received: {name!r}. Ask size.")
    return value[0], value[1]


def radius(name: str) -> int:
    """A corner radius in logical pixels."""
    return tokens().radii[name]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, from 1 to 21 (WCAG 2.1, section 1.4.3)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (_linear(channel) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
