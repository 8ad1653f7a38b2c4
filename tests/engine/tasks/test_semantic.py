import keras
import numpy as np
import pytest
from keras import layers, ops

from engine.contract.annotations import NO_CLASS
from engine.contract.config import MaskConfig, TaskName
from engine.contract.tasks import monitor_of
from engine.tasks.classification import Classification
from engine.tasks.semantic import SemanticSegmentation

LOSSES = ["cross-entropy", "Dice", "focal", "cross-entropy + Dice", "focal + Dice"]
RNG = np.random.default_rng(2)
LOGITS = RNG.normal(size=(2, 4, 6, 3)).astype(np.float32)


def task(loss: str = "cross-entropy") -> SemanticSegmentation:
    return SemanticSegmentation(("ground", "disc", "box"), MaskConfig.model_validate({"loss": loss}))


def targets(codes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.stack([codes, weights], axis=-1).astype(np.float32)


def loss_of(given: np.ndarray, logits: np.ndarray, loss: str) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(task(loss).loss(given, logits, label_smoothing=0.0)))


@pytest.mark.parametrize("loss", LOSSES)
def test_unknown_pixels_cost_nothing(loss: str) -> None:
    codes = RNG.integers(0, 3, (2, 4, 6))
    codes[:, :, 4:] = NO_CLASS
    given = targets(codes, (codes != NO_CLASS).astype(float))
    other = LOGITS.copy()
    other[:, :, 4:] = 50 * RNG.normal(size=other[:, :, 4:].shape)

    assert loss_of(given, other, loss) == pytest.approx(loss_of(given, LOGITS, loss), rel=1e-5)
    assert loss_of(given, LOGITS, loss).shape == (2,)


def test_the_cross_entropy_is_weighed_pixel_by_pixel() -> None:
    codes, weights = RNG.integers(0, 3, (2, 4, 6)), RNG.uniform(0, 4, (2, 4, 6))
    shares = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=-1, keepdims=True)
    costs = -np.log(np.take_along_axis(shares, codes[..., None], axis=-1)[..., 0])

    found = loss_of(targets(codes, weights), LOGITS, "cross-entropy")

    assert found == pytest.approx((weights * costs).mean(axis=(1, 2)), rel=1e-4)


def test_metrics_see_classes_without_weights() -> None:
    codes = RNG.integers(0, 3, (2, 4, 6))

    assert np.array_equal(task().measured_targets(targets(codes, np.zeros((2, 4, 6)))), codes)


def test_the_mean_with_a_mirrored_picture_is_turned_back() -> None:
    shares = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=-1, keepdims=True)

    same = ops.softmax(task().mean_with_mirrored(LOGITS, LOGITS[:, :, ::-1].copy()))
    other = ops.softmax(task().mean_with_mirrored(LOGITS, LOGITS))

    assert ops.convert_to_numpy(same) == pytest.approx(shares, abs=1e-5)
    assert ops.convert_to_numpy(other) == pytest.approx((shares + shares[:, :, ::-1]) / 2, abs=1e-5)


def test_losses_are_computed_on_logits_also_of_a_network_that_names_none() -> None:
    inputs = keras.Input((4, 6, 2))
    named = keras.Model(inputs, layers.Softmax()(layers.Conv2D(3, 1, name="logits")(inputs)))
    fused = keras.Model(inputs, layers.Conv2D(3, 1, activation="softmax")(inputs))
    pixels = RNG.normal(size=(2, 4, 6, 2)).astype(np.float32)
    for network in (named, fused):
        outputs = keras.Model(network.inputs, task().learning_output(network))([pixels])
        assert ops.convert_to_numpy(ops.softmax(outputs)) == pytest.approx(
            ops.convert_to_numpy(network(pixels)), abs=1e-5
        )


def test_the_best_epoch_is_chosen_by_the_first_metric() -> None:
    assert task().name is TaskName.SEMANTIC
    assert task().monitor == f"val_{task().metrics()[0].name}"


def test_the_state_of_a_run_says_by_what_its_best_epoch_was_chosen() -> None:
    assert monitor_of(TaskName.SEMANTIC) == task().monitor == "val_mean_iou"
    assert monitor_of(TaskName.CLASSIFICATION) == Classification(("cat", "dog")).monitor == "val_accuracy"
