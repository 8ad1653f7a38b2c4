"""The colour maps as tables of 256 colours, the same for the window and for pictures that commands write.

Viridis, inferno and cividis are those of matplotlib (CC0), kept as 36 colours at equal distances; in between they
differ from the originals by at most 3 of 255. Each grows steadily in lightness and keeps its order for people who are
colour-blind.
"""

from functools import cache
from typing import Final

Colour = tuple[int, int, int]

COLOUR_MAPS: Final[dict[str, str]] = {
    "viridis": (
        "440154460c5f48166948207148297946327f443b844144873d4c8a3a548b365c8d33638d306a8e2d718e2a788e277f8e24868e228d8d"
        "20948c1f9a8a1fa18722a88429af8032b57b3dbb744ac26d59c76569cd5b7ad1518cd6469fda3ab2dd2dc5e021d9e219ebe51afde725"
    ),
    "inferno": (
        "000004030311090621120a321c0c43280b54350960420a684e0d6c5a116e65156e71196e7c1e6d88226a9326679f2a63aa2f5eb53458"
        "c03a51ca404ad44842dd513ae45b31eb6528f1711ff57d15f98a0cfb9706fca50afcb317fac127f8cf3af4dd50f2eb6af3f689fcffa4"
    ),
    "cividis": (
        "00204d002659002b66002f6f00346f163a6d263f6c31446b3b496b434e6b4b546c52596c595e6d60636f6669706d6e72737375797977"
        "807e798784798e8979958f789d9577a49b76aca174b3a772bbad70c3b36dcbba69d3c065dbc761e3ce5cebd556f4dc4ffce347ffea46"
    ),
    "grey": "000000ffffff",
    "blue-white-red": "2166ac67a9cfd1e5f0f7f7f7fddbc7ef8a62b2182b",
}
_LEVELS: Final = 256


@cache
def colour_table(name: str) -> tuple[Colour, ...]:
    """The 256 colours of a map, (red, green, blue) from 0 to 255.

    Raises:
        KeyError: there is no map of this name.
    """
    digits = COLOUR_MAPS[name]
    stops = [colour_of(digits[start : start + 6]) for start in range(0, len(digits), 6)]
    return tuple(_between(stops, level / (_LEVELS - 1)) for level in range(_LEVELS))


def colour_of(digits: str) -> Colour:
    """The colour of six hexadecimal digits, as in ``RRGGBB``."""
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _between(stops: list[Colour], share: float) -> Colour:
    """The colour at ``share`` of the way through equally distant stops."""
    place = share * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    rest = place - left
    red, green, blue = (
        round(first + (second - first) * rest) for first, second in zip(stops[left], stops[left + 1], strict=True)
    )
    return red, green, blue
