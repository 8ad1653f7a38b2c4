"""The numbers of the kernel bench."""

import numpy as np

from engine.inspect.kernels import PRESETS
from gui.pages.inspect.kernels.bench import facts_of, grey_of, lay, pixels_of, resized_kernel
from gui.pages.inspect.kernels.grid import number_of


def test_a_picture_is_weighed_by_how_bright_its_colours_look() -> None:
    pixels = np.array([[[255, 255, 255], [255, 0, 0]]], np.uint8)

    np.testing.assert_allclose(grey_of(pixels), [[1.0, 0.299]], atol=1e-6)


def test_a_kernel_grows_and_shrinks_around_its_middle() -> None:
    kernel = np.arange(9, dtype=np.float32).reshape(3, 3)

    grown = resized_kernel(kernel, 5)

    assert (grown[1:4, 1:4] == kernel).all()
    assert grown.sum() == kernel.sum()
    np.testing.assert_array_equal(resized_kernel(grown, 3), kernel)


def test_a_template_of_even_size_keeps_its_middle() -> None:
    template = np.zeros((4, 6), np.float32)
    template[2, 3] = 1

    assert resized_kernel(template, 5)[2, 2] == 1


def test_a_template_is_found_where_it_was_cut_out() -> None:
    picture = np.random.default_rng(0).random((40, 50)).astype("float32")

    laid = lay(picture, picture[10:17, 20:29], "normalised correlation")

    assert (laid.matches[0].row, laid.matches[0].column) == (10, 20)
    assert ("Matches", "1, best 1.00") in facts_of(picture[10:17, 20:29], laid)


def test_signed_results_are_blue_and_red_and_others_grey() -> None:
    step = np.zeros((8, 8), np.float32)
    step[:, 4:] = 1

    edges = pixels_of(lay(step, PRESETS["Sobel, upright edges"], "correlation"))
    blurred = pixels_of(lay(step, PRESETS["box blur"], "correlation"))

    assert (edges[4, 3] != edges[4, 3, 0]).any()
    assert (blurred == blurred[..., :1]).all()


def test_512_pixels_take_less_than_a_tenth_of_a_second() -> None:
    picture = np.random.default_rng(0).random((512, 512)).astype("float32")
    lay(picture, PRESETS["Gauss 5 x 5"], "correlation")

    fastest = min(lay(picture, PRESETS["Gauss 5 x 5"], "correlation").milliseconds for _ in range(3))

    assert fastest < 100


def test_fractions_can_be_typed() -> None:
    assert [number_of(text) for text in ("1/4", "-2", ".5", "", "1/0", "1-1")] == [0.25, -2, 0.5, None, None, None]
