"""Colour tables of maps: 256 colours each, made from few; shared by the window and the pictures that commands write.

Viridis, inferno (Smith, van der Walt, CC0) and cividis (Nuñez, Anderton, Renslow 2018, CC0) rise evenly in lightness
and can be read with any colour vision; every fifth colour is stored, those between are at most 3/255 away.
"""

from functools import cache
from itertools import pairwise
from typing import Literal, get_args

ColourMapName = Literal["viridis", "inferno", "cividis", "grey"]
COLOUR_MAP_NAMES: tuple[ColourMapName, ...] = get_args(ColourMapName)
STEP = 5

Colour = tuple[int, int, int]

_EVERY_FIFTH = {
    "viridis": (
        "44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a"
        "3a538b38598c355e8d33638d31688e2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d"
        "20928c1f978b1e9c891fa18821a58524aa8328ae802eb37c35b7793dbc7446c06f50c46a5ac864"
        "65cb5e70cf577cd25089d54895d840a2da37b0dd2fbddf26cae11fd8e219e5e419f1e51dfde725"
    ),
    "inferno": (
        "00000402020c0504170a072210092d160b391e0c45260c512f0a5b380962400a67490b6a510e6c"
        "59106e61136e69166e71196e781c6d801f6c88226a902568982766a02a63a82e5fb0315bb73557"
        "bf3952c63d4dcc4248d34743d94d3ddf5337e45a31e9612bed6925f1711ff47918f78212f98b0b"
        "fa9407fb9d07fca60cfcb014fbba1ffac42af8cd37f6d746f4e156f2ea69f2f27df5f992fcffa4"
    ),
    "cividis": (
        "00204d00245500275e002b67002e6f00316f00356e12386d1f3c6d28406c30436c36476b3d4a6b"
        "424e6b48526b4d556c52596c575c6d5b606e60646f646770696b716d6e727272747676767a7a78"
        "7f7d788481798885798d8979928d789791789c9577a19976a69d75aca174b1a573b6a971bbae6f"
        "c1b26dc6b66bccbb69d1bf66d7c463dcc860e2cd5ce8d259edd654f3db4ff9e04affe544ffea46"
    ),
    "grey": "".join(f"{level:02x}" * 3 for level in range(0, 256, STEP)),
}


@cache
def colour_table(name: ColourMapName) -> tuple[Colour, ...]:
    """The 256 colours of a map, from low to high, each (red, green, blue) in 0..255."""
    stored = bytes.fromhex(_EVERY_FIFTH[name])
    points = [(stored[i], stored[i + 1], stored[i + 2]) for i in range(0, len(stored), 3)]
    between = [_mix(low, high, step / STEP) for low, high in pairwise(points) for step in range(STEP)]
    return (*between, points[-1])


def _mix(low: Colour, high: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return red, green, blue
