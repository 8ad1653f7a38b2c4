"""Where keras.applications has a network, ours computes the same with the same weights."""

from typing import Any

import keras
import pytest

from models.architectures import residual
from models.catalogue import architecture
from tests.models.keras_parity import largest_difference

CLASSES = 10
V1 = {"stride_in": "first 1x1", "variant": residual.KERAS}
V2 = {"order": "v2", "variant": residual.KERAS}
SMALL: dict[str, tuple[str, dict[str, Any], dict[str, Any], int]] = {
    "VGG16": ("vgg16", {"dropout": 0.0}, {}, 32),
    "ResNet50": ("resnet50", V1, {}, 32),
    "ResNet50V2": ("resnet50", V2, {}, 32),
    "InceptionV3": ("inception-v3", {}, {}, 75),
    "DenseNet121": ("densenet121", {}, {}, 32),
    "MobileNet": ("mobilenet", {"width_factor": 0.25}, {"alpha": 0.25}, 32),
    "MobileNetV2": ("mobilenet-v2", {"width_factor": 0.35}, {"alpha": 0.35}, 32),
}
LARGE: dict[str, tuple[str, dict[str, Any], dict[str, Any], int]] = {
    "VGG19": ("vgg19", {"dropout": 0.0}, {}, 32),
    "ResNet101": ("resnet101", V1, {}, 32),
    "ResNet152": ("resnet152", V1, {}, 32),
    "ResNet101V2": ("resnet101", V2, {}, 32),
    "ResNet152V2": ("resnet152", V2, {}, 32),
    "DenseNet169": ("densenet169", {}, {}, 32),
    "DenseNet201": ("densenet201", {}, {}, 32),
    "MobileNet": ("mobilenet", {}, {}, 64),
    "MobileNetV2": ("mobilenet-v2", {}, {}, 96),
}


def assert_same(theirs: str, ours: str, options: dict[str, Any], arguments: dict[str, Any], side_px: int) -> None:
    shape = (side_px, side_px, 3)
    make = getattr(keras.applications, theirs)
    reference = make(weights=None, input_shape=shape, classes=CLASSES, classifier_activation=None, **arguments)
    graph = architecture(ours).graph(shape, CLASSES, **options)

    difference, spread = largest_difference(reference, graph, side_px=side_px)

    assert spread > 0.05
    assert difference <= 1e-4


@pytest.mark.parametrize("theirs", SMALL)
def test_the_same_weights_give_the_logits_of_keras(theirs: str) -> None:
    assert_same(theirs, *SMALL[theirs])


@pytest.mark.slow
@pytest.mark.parametrize("theirs", LARGE)
def test_the_same_weights_give_the_logits_of_keras_in_large_networks(theirs: str) -> None:
    assert_same(theirs, *LARGE[theirs])
