"""Weights files of keras.applications, read into our graphs: both networks must see the same in a picture."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from engine.contract.config import WeightsSource
from engine.pretrained.files import weights_file
from engine.pretrained.source import keep_pretrained_weights
from models.build import build_model
from models.catalogue import architecture
from models.catalogue.preprocessing import Preprocessing
from models.heads import last_map
from tests.engine.pretrained.legacy_writing import write_legacy_weights

SIDE = 96
SLOW = {
    "vgg16": "VGG16",
    "resnet50": "ResNet50",
    "resnet50-v2": "ResNet50V2",
    "inception-v3": "InceptionV3",
    "densenet121": "DenseNet121",
    "mobilenet-v2": "MobileNetV2",
}


def silent(_what: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def our_network(key: str, **options: Any) -> tuple[keras.Model, Any]:
    file = weights_file(key)
    graph = architecture(file.network).graph((SIDE, SIDE, 3), 4, **{**file.options, **options})
    return build_model(graph, seed=1), graph


def pictures() -> np.ndarray:
    made = np.random.default_rng(2).normal(0.0, 1.0, (3, SIDE, SIDE, 3)).astype(np.float32)
    return made * np.array([0.3, 1.0, 2.0], np.float32)[:, None, None, None]


def assert_sees_the_same(key: str, theirs: keras.Model, path: Path) -> None:
    ours, graph = our_network(key)
    keep_pretrained_weights(ours, WeightsSource(origin="imagenet", network=key, path=str(path)), silent)
    shown = pictures()
    is_caffe = weights_file(key).preprocessing is Preprocessing.CAFFE
    wanted = np.asarray(theirs(shown[..., ::-1] if is_caffe else shown, training=False))
    features = keras.Model(ours.input, ours.get_layer(last_map(graph)).output)
    assert wanted.std(axis=0).max() > 0.1
    np.testing.assert_allclose(features(shown, training=False), wanted, atol=1e-4 * max(1.0, np.abs(wanted).max()))


def check(key: str, name: str, tmp_path: Path) -> None:
    theirs = getattr(keras.applications, name)(weights=None, include_top=False, input_shape=(SIDE, SIDE, 3))
    assert_sees_the_same(key, theirs, write_legacy_weights(theirs, tmp_path / "weights.h5"))


def test_a_file_without_head_gives_the_features_of_keras(tmp_path: Path) -> None:
    check("mobilenet", "MobileNet", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("key", SLOW)
def test_every_file_gives_the_features_of_keras(tmp_path: Path, key: str) -> None:
    check(key, SLOW[key], tmp_path)


def test_a_file_with_head_gives_the_features_too_and_its_head_is_dropped(tmp_path: Path) -> None:
    theirs = keras.applications.MobileNet(weights=None, input_shape=(SIDE, SIDE, 3))
    path = write_legacy_weights(theirs, tmp_path / "weights.h5")
    ours, graph = our_network("mobilenet")
    kept = keep_pretrained_weights(ours, WeightsSource(origin="imagenet", network="mobilenet", path=str(path)), silent)
    wanted = keras.Model(theirs.input, theirs.get_layer("conv_pw_13_relu").output)(pictures(), training=False)
    features = keras.Model(ours.input, ours.get_layer(last_map(graph)).output)
    np.testing.assert_allclose(features(pictures(), training=False), wanted, atol=1e-4)
    assert kept.new == ("logits",)
    assert kept.dropped == ("conv_preds",)
    assert len(kept.kept) == 2 * 27


def test_an_edited_network_keeps_what_did_not_change(tmp_path: Path) -> None:
    theirs = keras.applications.MobileNet(weights=None, include_top=False, input_shape=(SIDE, SIDE, 3))
    path = write_legacy_weights(theirs, tmp_path / "weights.h5")
    ours, _ = our_network("mobilenet", width_factor=0.5)
    kept = keep_pretrained_weights(ours, WeightsSource(origin="imagenet", network="mobilenet", path=str(path)), silent)
    assert kept.kept == ()
    assert len(kept.new) == 2 * 27 + 1
