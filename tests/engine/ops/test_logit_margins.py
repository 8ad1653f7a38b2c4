import numpy as np
from keras import ops

from engine.ops.logit_margins import logit_margins


def test_a_label_is_as_far_ahead_as_its_logit_is_above_the_next_one() -> None:
    logits = np.array([[3.0, 1.0, -1.0], [3.0, 1.0, -1.0], [2.0, 2.0, 5.0]], np.float32)
    targets = np.eye(3, dtype=np.float32)[[0, 2, 1]]

    margins, rivals = logit_margins(targets, logits)

    assert ops.convert_to_numpy(margins).tolist() == [2.0, -4.0, -3.0]
    assert ops.convert_to_numpy(rivals).tolist() == [1, 0, 2]


def test_margins_equal_a_loop_in_numpy_also_in_sixteen_bits() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(40, 5)).astype(np.float16)
    labels = rng.integers(0, 5, 40)

    margins, rivals = logit_margins(np.eye(5, dtype=np.float32)[labels], logits)

    expected = [
        float(row[label]) - max(np.delete(row, label).tolist()) for row, label in zip(logits, labels, strict=True)
    ]
    np.testing.assert_allclose(ops.convert_to_numpy(margins), expected, rtol=1e-6)
    for row, label, rival in zip(logits, labels, ops.convert_to_numpy(rivals), strict=True):
        assert rival != label
        assert row[rival] == max(np.delete(row, label))
