import numpy as np

from engine.ops.confusion import count_confusion, results_by_class


def test_rows_are_truths_and_columns_are_predictions() -> None:
    found = count_confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), classes=3)

    np.testing.assert_array_equal(found, [[1, 1, 0], [0, 1, 0], [1, 0, 0]])


def test_ratios_of_a_worked_example() -> None:
    cat, dog, _ = results_by_class(np.array([[3, 1, 0], [2, 4, 0], [0, 0, 0]]), ("cat", "dog", "owl"))

    assert (cat.images, cat.precision, cat.recall, cat.f1) == (4, 3 / 5, 3 / 4, 6 / 9)
    assert (dog.images, dog.precision, dog.recall, dog.f1) == (6, 4 / 5, 4 / 6, 8 / 11)


def test_a_class_without_pictures_and_predictions_has_no_ratios() -> None:
    *_, owl = results_by_class(np.array([[1, 0], [0, 0]]), ("cat", "owl"))

    assert (owl.images, owl.precision, owl.recall, owl.f1) == (0, None, None, None)
