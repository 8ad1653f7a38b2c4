import keras
import numpy as np
import pytest
from keras import ops

from engine.contract.tasks import monitor_of
from engine.ops.boxes.dense_boxes import read_boxes
from engine.ops.boxes.truth_rows import pack_truth
from engine.tasks.detection import Detection

TASK = Detection(("nut", "leaf"))
RNG = np.random.default_rng(4)
MAPS = RNG.normal(size=(2, 6, 8, 6)).astype(np.float32)
ROWS = np.stack([pack_truth([[2, 2, 20, 16]], [1], [False], rows=2), pack_truth(np.zeros((0, 4)), [], [], rows=2)])


def test_the_loss_is_one_number_for_each_picture() -> None:
    found = ops.convert_to_numpy(TASK.loss(ROWS, MAPS, label_smoothing=0.1))

    assert found.shape == (2,)
    assert (found > 0).all()


def test_the_mean_with_a_mirrored_picture_is_that_of_its_boxes_turned_back() -> None:
    mirrored = MAPS[:, :, ::-1][..., [0, 1, 4, 3, 2, 5]]

    found = ops.convert_to_numpy(TASK.mean_with_mirrored(MAPS, mirrored))

    np.testing.assert_allclose(found, MAPS, atol=1e-6)
    boxes = ops.convert_to_numpy(read_boxes(MAPS, stride_px=4.0).boxes_xyxy).reshape(2, 6, 8, 4)
    turned = ops.convert_to_numpy(read_boxes(mirrored, stride_px=4.0).boxes_xyxy).reshape(2, 6, 8, 4)[:, :, ::-1]
    np.testing.assert_allclose(
        turned, np.stack([32 - boxes[..., 2], boxes[..., 1], 32 - boxes[..., 0], boxes[..., 3]], -1), atol=1e-4
    )


def test_the_first_of_its_metrics_decides_which_epoch_was_best() -> None:
    names = [metric.name for metric in TASK.metrics()]

    assert names == ["map", "map50"]
    assert monitor_of(TASK.name) == TASK.monitor == f"val_{names[0]}"


def test_what_a_network_says_is_what_it_learns_by() -> None:
    inputs = keras.Input((8, 8, 3))
    network = keras.Model(inputs, keras.layers.Conv2D(6, 1)(inputs))

    assert TASK.learning_output(network) is network.output


def test_pretended_pictures_have_boxes_of_all_classes() -> None:
    from engine.tasks.boxed_pictures import pretend_boxes
    from tests.engine.tasks.boxed_dataset import run_config

    pretended = pretend_boxes(run_config(("nut", "leaf"), side=64), np.zeros((3, 64, 64, 3), np.uint8))

    assert len(pretended.labels) == 3
    assert set(pretended.labels[0].classes.tolist()) == {0, 1}
    assert pretended.labels[0].boxes_xyxy.max() == pytest.approx(64)
