import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from engine.label_errors.neighbours import MOST, count_labels_around, neighbour_count


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def test_counts_are_those_of_a_classifier_that_never_saw_the_picture() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((300, 8)).astype(np.float32)
    labels = rng.integers(0, 4, 300)

    counts = count_labels_around(vectors, labels, classes=4, neighbours=7, on_progress=ignore_progress)

    for place in (0, 255, 256, 299):
        others = np.arange(300) != place
        classifier = KNeighborsClassifier(7, metric="cosine").fit(vectors[others], labels[others])
        np.testing.assert_allclose(counts[place] / 7, classifier.predict_proba(vectors[[place]])[0])


def test_a_picture_s_own_label_has_no_say() -> None:
    vectors = np.array([[1.0, 0.0], [1.0, 0.1], [1.0, -0.1]], np.float32)

    counts = count_labels_around(vectors, np.array([1, 0, 0]), classes=2, neighbours=2, on_progress=ignore_progress)

    assert counts.tolist() == [[2, 0], [1, 1], [1, 1]]


def test_a_picture_without_any_activation_does_no_harm() -> None:
    vectors = np.array([[0.0, 0.0], [1.0, 0.1], [1.0, -0.1]], np.float32)

    counts = count_labels_around(vectors, np.array([1, 0, 0]), classes=2, neighbours=1, on_progress=ignore_progress)

    assert counts[1:].tolist() == [[1, 0], [1, 0]]


@pytest.mark.parametrize(("pictures", "classes", "expected"), [(1500, 6, MOST), (20, 10, 3), (3, 2, 2)])
def test_small_classes_are_asked_fewer_neighbours(pictures: int, classes: int, expected: int) -> None:
    assert neighbour_count(pictures, classes) == expected
