"""Objects on a line of pixels, merged and split by hand."""

import numpy as np
import pytest

from engine.ops.object_errors import ObjectErrors, count_object_errors


@pytest.mark.parametrize(
    ("truth", "predicted", "errors"),
    [
        ([1, 1, 0, 2, 2], [1, 1, 0, 2, 2], ObjectErrors(0, 0)),
        ([1, 1, 0, 2, 2], [5, 5, 5, 5, 5], ObjectErrors(1, 0)),  # one said object over two true ones
        ([1, 1, 1, 1, 1], [1, 1, 0, 2, 2], ObjectErrors(0, 1)),
        ([1, 1, 1, 1, 0], [1, 2, 3, 4, 0], ObjectErrors(0, 1)),  # one split object, into however many
        ([1, 1, 2, 2, 0], [0, 1, 1, 0, 0], ObjectErrors(0, 0)),  # half of both is not most of either
        ([1, 1, 0, 0, 0], [0, 0, 0, 3, 3], ObjectErrors(0, 0)),
        ([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], ObjectErrors(0, 0)),
    ],
)
def test_merged_and_split_objects_are_counted(truth: list[int], predicted: list[int], errors: ObjectErrors) -> None:
    assert count_object_errors(np.array([truth]), np.array([predicted])) == errors
