import numpy as np
import pytest

from engine.data.synthetic.classification import CLASSES, draw


@pytest.mark.parametrize("side", [32, 64, 128])
def test_drawing_has_the_wanted_size(side: int) -> None:
    drawing = draw(1, 0, side=side)

    assert drawing.pixels.shape == (side, side, 3)
    assert drawing.pixels.dtype == np.uint8


def test_same_seed_and_number_draw_the_same() -> None:
    assert np.array_equal(draw(1, 5).pixels, draw(1, 5).pixels)
    assert not np.array_equal(draw(1, 5).pixels, draw(2, 5).pixels)
    assert not np.array_equal(draw(1, 5).pixels, draw(1, 5 + len(CLASSES)).pixels)


def test_classes_take_turns() -> None:
    assert [draw(1, number).label for number in range(12)] == [*CLASSES, *CLASSES]


@pytest.mark.parametrize("number", range(24))
def test_shape_stands_out_inside_its_box(number: int) -> None:
    drawing = draw(3, number)
    left, top, right, bottom = drawing.box_xyxy

    assert 0 <= left < right <= 64
    assert 0 <= top < bottom <= 64
    assert min(right - left, bottom - top) > 64 * 0.25
    inside = np.zeros((64, 64), bool)
    inside[top:bottom, left:right] = True
    pixels = drawing.pixels.astype(float)
    assert np.abs(pixels[inside].mean(axis=0) - np.median(pixels[~inside], axis=0)).max() > 15


def test_linear_classifier_of_pixels_fails() -> None:
    drawings = [draw(1, number, side=32) for number in range(900)]
    pixels = np.stack([drawing.pixels.ravel() for drawing in drawings]) / 255
    labels = np.array([CLASSES.index(drawing.label) for drawing in drawings])

    scores = ridge_scores(pixels[:700], np.eye(len(CLASSES))[labels[:700]], pixels[700:])

    assert (scores.argmax(axis=1) == labels[700:]).mean() < 0.5


def ridge_scores(pictures: np.ndarray, targets: np.ndarray, others: np.ndarray, penalty: float = 100.0) -> np.ndarray:
    """What least squares with a penalty on the weights, learned from ``pictures``, says of ``others``."""
    mean = pictures.mean(axis=0)
    centred = pictures - mean
    weights = np.linalg.solve(centred @ centred.T + penalty * np.eye(len(pictures)), targets - targets.mean(axis=0))
    return (others - mean) @ centred.T @ weights + targets.mean(axis=0)
