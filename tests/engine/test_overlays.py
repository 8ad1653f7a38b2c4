from pathlib import Path

import numpy as np
from PIL import Image

from engine.contract.class_colours import ClassColours
from engine.overlays import blend, caption, colour_map, normalise, overlay, overlay_classes, stretch, tile, write_png


def test_values_are_brought_to_zero_and_one() -> None:
    np.testing.assert_allclose(normalise(np.array([[-1.0, 0.0, 3.0]], "float32")), [[0.0, 0.25, 1.0]])


def test_a_constant_map_becomes_zero() -> None:
    np.testing.assert_array_equal(normalise(np.full((2, 2), 7, "float32")), np.zeros((2, 2)))


def test_colours_go_from_dark_to_bright() -> None:
    found = colour_map(np.array([[0.0, 1.0]], "float32"), "grey")

    np.testing.assert_array_equal(found, [[[0, 0, 0], [255, 255, 255]]])


def test_opacity_mixes_picture_and_colours() -> None:
    picture, colours = np.full((1, 1, 3), 100, np.uint8), np.full((1, 1, 3), 200, np.uint8)

    assert blend(picture, colours, 0.25).ravel().tolist() == [125, 125, 125]


def test_a_map_lies_over_a_grey_picture() -> None:
    found = overlay(np.zeros((4, 5, 1), np.uint8), np.random.default_rng(0).normal(size=(4, 5)).astype("float32"))

    assert found.shape == (4, 5, 3)
    assert found.std() > 0


def test_classes_lie_over_a_picture_in_the_colours_that_they_have_without_a_background() -> None:
    grey, codes = np.full((1, 3, 1), 100, np.uint8), np.array([[0, 1, 2]], np.uint8)

    added = overlay_classes(grey, codes, ClassColours.of(("background", "cell", "nucleus")))
    without = overlay_classes(grey[:, 1:], codes[:, :2], ClassColours.of(("cell", "nucleus")))

    assert added[0, 0].tolist() == [100, 100, 100]
    np.testing.assert_array_equal(added[:, 1:], without)


def test_signed_numbers_of_two_channels_become_grey() -> None:
    found = stretch(np.array([[[-1.0, -1.0], [1.0, 1.0]]], "float32"))

    np.testing.assert_array_equal(found, [[[0, 0, 0], [255, 255, 255]]])


def test_pictures_stand_in_rows_with_gaps() -> None:
    pictures = [np.full((2, 3, 3), level, np.uint8) for level in (10, 20, 30)]

    found = tile(pictures, columns=2)

    assert found.shape == (5, 7, 3)
    assert [found[0, 0, 0], found[0, 4, 0], found[3, 0, 0], found[3, 4, 0]] == [10, 20, 30, 255]


def test_text_stands_below_the_picture() -> None:
    picture = np.full((300, 400, 3), 7, np.uint8)

    found = caption(picture, ["cat  97.0%", "dog  2.0%"])

    np.testing.assert_array_equal(found[:300], picture)
    assert found.shape[0] > 300
    assert found[300:].max() > 200


def test_a_small_picture_is_enlarged_so_that_text_can_be_read() -> None:
    assert caption(np.zeros((28, 28, 1), np.uint8), ["seven"]).shape[1] >= 192


def test_pictures_are_written_as_they_are(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (5, 6, 3), dtype=np.uint8)

    write_png(tmp_path / "picture.png", pixels)

    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "picture.png")), pixels)
