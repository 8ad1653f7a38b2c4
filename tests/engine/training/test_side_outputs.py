"""Side classifiers count while a network learns, and are gone when it predicts."""

import keras
import numpy as np
import pytest

from engine.contract.config import TrainingConfig
from engine.tasks.classification import Classification
from engine.training.learner import Learner
from engine.training.optimizers import build_optimizer
from engine.training.side_outputs import side_outputs, without_side_outputs
from models.build import build_model
from models.graph import Graph
from tests.engine.training.sided_network import sided_graph
from tests.models.small_networks import small_graph

TASK = Classification(("a", "b"))
PICTURES = np.random.default_rng(1).normal(size=(8, 6, 6, 1)).astype(np.float32)
TARGETS = np.eye(2, dtype=np.float32)[np.arange(8) % 2]


def learner(model: keras.Model, of: Graph, **training: object) -> Learner:
    config = TrainingConfig.model_validate({"epochs": 1, **training})
    made = Learner(without_side_outputs(model, of), TASK, config, side_outputs(model, of, TASK))
    optimizer = build_optimizer(config, made.learning_network, steps_per_epoch=1)
    made.compile(optimizer, metrics=TASK.metrics())
    made.optimizer.build(made.trainable_variables)
    return made


def cross_entropy(scores: np.ndarray) -> float:
    return float(-np.log((scores * TARGETS).sum(axis=1)).mean())


@pytest.mark.parametrize("side", ["side_scores", "side_logits"])
def test_the_loss_of_a_side_classifier_is_added_with_its_weight(side: str) -> None:
    of = sided_graph(side=side)
    made = learner(build_model(of, seed=1), of)
    scores, side_scores = build_model(sided_graph(), seed=1).predict_on_batch(PICTURES)

    loss = float(made.compute_loss(PICTURES, TARGETS, made(PICTURES, training=True), training=True))

    assert loss == pytest.approx(cross_entropy(scores) + 0.3 * cross_entropy(side_scores), rel=1e-5)


def test_only_the_output_that_stays_counts_for_validation() -> None:
    of = sided_graph()
    made = learner(build_model(of, seed=1), of)
    scores = build_model(of.for_prediction(), seed=1).predict_on_batch(PICTURES)

    measured = made.evaluate(PICTURES, TARGETS, batch_size=8, verbose=0, return_dict=True)

    assert measured["loss"] == pytest.approx(cross_entropy(scores), rel=1e-5)
    assert measured["accuracy"] == pytest.approx((scores.argmax(1) == TARGETS.argmax(1)).mean())


def test_a_side_classifier_learns_by_its_share() -> None:
    def step(weight: float) -> np.ndarray:
        of = sided_graph(weight=weight)
        model = build_model(of, seed=1)
        before = np.array(model.get_layer("side_logits").get_weights()[0])
        made = learner(model, of, optimizer="sgd", momentum=0.0, learning_rate=0.1)
        made.fit(PICTURES, TARGETS, batch_size=8, verbose=0)
        return np.array(model.get_layer("side_logits").get_weights()[0]) - before

    whole, half = step(1.0), step(0.5)

    assert np.abs(whole).max() > 1e-3
    np.testing.assert_allclose(half, whole / 2, atol=1e-6)


@pytest.mark.parametrize("name", ["googlenet", "small-googlenet"])
def test_the_part_that_predicts_has_the_weights_of_a_network_built_without_sides(name: str) -> None:
    of = small_graph(name)
    part = without_side_outputs(build_model(of, seed=1), of)
    built = build_model(of.for_prediction(), seed=1)

    assert [weight.path for weight in part.weights] == [weight.path for weight in built.weights]
    assert not any("auxiliary" in weight.path for weight in part.weights)
