"""The design's tokens are there, and its texts can be read."""

import pytest

from engine.contract.class_colours import CLASS_COLOURS
from gui.tokens import SURFACE_TOKENS, TEXT_TOKENS, contrast, size, size_pair, tokens

SURFACES = ("window", "rail", "panel", "raised", "control")


def test_black_on_white_has_the_largest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("surface", SURFACE_TOKENS)
@pytest.mark.parametrize("text", TEXT_TOKENS)
def test_every_text_can_be_read_on_every_surface(theme: str, surface: str, text: str) -> None:
    colours = tokens().colours[theme]

    assert contrast(colours[text], colours[surface]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["success", "warning", "danger", "info"])
def test_banners_can_be_read_on_their_quiet_colours(theme: str, kind: str) -> None:
    colours = tokens().colours[theme]

    assert contrast(colours["text"], colours[f"{kind}_quiet"]) >= 4.5
    assert contrast(colours[kind], colours[f"{kind}_quiet"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ["accent", "accent_hover", "accent_pressed"])
def test_the_primary_button_can_be_read_in_every_state(theme: str, state: str) -> None:
    colours = tokens().colours[theme]

    assert contrast(colours["accent_text"], colours[state]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_class_colours_stand_apart_from_every_surface(theme: str) -> None:
    colours = tokens().colours[theme]

    hexes = [f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in CLASS_COLOURS]
    weakest = min(contrast(colour, colours[name]) for colour in hexes for name in SURFACES[:1])

    assert weakest >= 3.0


def test_a_pair_of_sizes_is_not_one_size() -> None:
    assert size_pair("switch") == (28, 16)
    with pytest.raises(TypeError, match="size_pair"):
        size("switch")
