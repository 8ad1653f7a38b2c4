import numpy as np

from engine.data.synthetic.light import Light, moved, shade

ABOVE = Light(x=0.0, y=0.0, z=1.0, shadow=0.5, warmth=0.0, exposure=1.0)
FROM_THE_RIGHT = Light(x=0.6, y=0.0, z=0.8, shadow=0.5, warmth=0.0, exposure=1.0)


def test_fields_move_by_whole_pixels_and_nothing_comes_round() -> None:
    field = np.array([[1, 2, 3], [4, 5, 6]], np.float32)

    assert moved(field, (1.2, 0.4), outside=9).tolist() == [[9, 1, 2], [9, 4, 5]]
    assert moved(field, (-1, 1), outside=9).tolist() == [[9, 9, 9], [2, 3, 9]]
    assert moved(field, (5, 0), outside=9).tolist() == [[9, 9, 9], [9, 9, 9]]


def test_flat_surface_keeps_its_colour() -> None:
    colour = np.full((4, 4, 3), 0.5, np.float32)

    lit = shade(colour, np.zeros((4, 4), np.float32), FROM_THE_RIGHT, gloss=0)

    assert np.allclose(lit, 0.5)


def test_slope_towards_the_lamp_is_lighter() -> None:
    colour = np.full((8, 8, 3), 0.5, np.float32)
    rising = np.tile(np.arange(8, dtype=np.float32), (8, 1))

    away, towards = (shade(colour, sign * rising, FROM_THE_RIGHT, gloss=0).mean() for sign in (1, -1))

    assert away < 0.5 < towards


def test_gloss_mirrors_a_lamp_above_on_what_is_flat() -> None:
    colour = np.full((4, 4, 3), 0.5, np.float32)

    assert np.allclose(shade(colour, np.zeros((4, 4), np.float32), ABOVE, gloss=0.25), 0.75)
