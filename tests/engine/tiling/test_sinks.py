"""What becomes of the scores of a picture: the class of every pixel, and all scores of some."""

import numpy as np
import pytest

from engine.answers.class_vectors import step_for
from engine.tiling.blending import FinishedBlock
from engine.tiling.sinks import ClassArray, ScoreGrid

SCORES = np.random.default_rng(4).random((7, 10, 3)).astype(np.float32)


def give(sink: ClassArray | ScoreGrid) -> None:
    """The scores in two rows of two blocks."""
    for top, bottom in ((0, 3), (3, 7)):
        for left, right in ((0, 6), (6, 10)):
            sink.add(FinishedBlock(top, left, SCORES[top:bottom, left:right]))


def test_the_class_of_every_pixel_is_the_one_with_the_highest_score() -> None:
    sink = ClassArray(7, 10)

    give(sink)

    assert np.array_equal(sink.values, SCORES.argmax(axis=-1))


def test_a_grid_of_single_pixels_has_all_scores() -> None:
    sink = ScoreGrid(7, 10, classes=3, step=1)

    give(sink)

    assert np.array_equal(sink.values, SCORES.astype(np.float16))


def test_a_coarse_grid_has_the_scores_of_the_middle_of_every_square() -> None:
    sink = ScoreGrid(7, 10, classes=3, step=3)

    give(sink)

    assert sink.values.shape == (3, 4, 3)
    assert np.array_equal(sink.values, SCORES[np.ix_([1, 4, 6], [1, 4, 7, 9])].astype(np.float16))


@pytest.mark.parametrize(
    ("height", "width", "classes", "step"),
    [(128, 128, 7, 1), (4000, 6000, 21, 6), (1, 2**14, 1, 1), (3, 3, 2**24, 3)],
)
def test_probabilities_are_told_as_densely_as_the_budget_allows(
    height: int, width: int, classes: int, step: int
) -> None:
    assert step_for(height, width, classes, most_values=2**24) == step
