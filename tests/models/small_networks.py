"""Every network of the catalogue in a small size: its own graph with few filters, quick to build and to train."""

from collections.abc import Mapping
from typing import Any

from models.catalogue import ARCHITECTURES, architecture
from models.graph import Graph
from models.nodes.base import Shape

SIDES_PX: Mapping[str, int] = {"alexnet": 67, "inception-v3": 75, "mobilenet": 64, "mobilenet-v2": 64}
USUAL_SIDE_PX = 32
VGG = {"width": 4, "dense_units": 16}
NIN = {"width": 12}
RESNET = {"width": 4}
RESNEXT = {"width": 4, "cardinality": 2, "group_width": 2}
DENSENET = {"width": 8, "growth": 4}
MOBILENET = {"width_factor": 0.125}
YOLO = {"width": 2, "depth": 1, "dense_units": 8}
SSD = {"width": 2}
FCN = {"width": 4, "dense_units": 16, "padding": "same"}
SEARCH = {"search": "single", "searched_px": 32}
NARROW: Mapping[str, Mapping[str, Any]] = {
    "mlp": {"width": 16},
    "alexnet": {"width": 12, "dense_units": 32},
    **dict.fromkeys(("vgg11", "vgg13", "vgg16", "vgg19"), VGG),
    **dict.fromkeys(("nin", "small-nin"), NIN),
    "googlenet": {"width": 8},
    "inception-v3": {"width": 4},
    "small-googlenet": {"width": 8},
    "small-resnet-fast": {"width": 4},
    "small-resnet-accurate": {"width": 4},
    "small-resnet": {"width": 4, "depth": 1},
    "small-resnext": {**RESNEXT, "depth": 1},
    **dict.fromkeys(("resnet18", "resnet34", "resnet50", "resnet101", "resnet152"), RESNET),
    **dict.fromkeys(("resnext50", "resnext101"), RESNEXT),
    **dict.fromkeys(("densenet121", "densenet169", "densenet201"), DENSENET),
    "small-densenet": {"width": 8, "growth": 4, "depth": 2},
    **dict.fromkeys(("mobilenet", "mobilenet-v2"), MOBILENET),
    **dict.fromkeys(("fcn-32s", "fcn-16s", "fcn-8s"), FCN),
    "segnet": {"width": 4},
    "unet": {"width": 4, "depth": 2},
    "unet-backbone": {"width": 4, "width_factor": 0.2},
    "full-resolution": {"width": 4},
    "patch-classifier": {"width": 4, "dense_units": 8},
    "deeplab": {"width": 4, "width_factor": 0.2, "stride": "4"},
    "direct-heat-map": {"width": 4, "dense_units": 8},
    "small-faster-rcnn": {"width": 4, "depth": 1, "head_filters": 8, "dense_units": 8, "proposals": 8},
    "faster-rcnn-vgg16": {"width": 2, "dense_units": 8, "proposals": 8},
    "faster-rcnn-resnet50": {"width": 4, "head_filters": 8, "dense_units": 8, "proposals": 8},
    "small-mask-rcnn": {
        "width": 4,
        "depth": 1,
        "head_filters": 8,
        "dense_units": 8,
        "mask_filters": 4,
        "proposals": 8,
        "objects": 4,
    },
    "mask-rcnn-resnet50": {
        "width": 4,
        "head_filters": 8,
        "dense_units": 8,
        "mask_filters": 4,
        "proposals": 8,
        "objects": 4,
    },
    "small-fast-rcnn": {"width": 4, "depth": 1, "head_filters": 8, "dense_units": 8, "proposals": 8, **SEARCH},
    "fast-rcnn-vgg16": {"width": 2, "dense_units": 8, "proposals": 8, **SEARCH},
    "dense-detector": {"width": 4, "depth": 1, "head_filters": 8},
    "dense-detector-backbone": {"width_factor": 0.2, "head_filters": 8},
    **dict.fromkeys(("yolo-v1", "small-yolo-v1"), YOLO),
    "yolo-grid": {"width": 2, "depth": 1},
    "localiser": {"width_factor": 0.2, "box_units": 8},
    **dict.fromkeys(("ssd300", "small-ssd"), SSD),
}
CLASSIFIERS = tuple(name for name, item in ARCHITECTURES.items() if "classification" in item.tasks)
DETECTORS = tuple(name for name, item in ARCHITECTURES.items() if "detection" in item.tasks)
LOCALISERS = tuple(name for name, item in ARCHITECTURES.items() if "localisation" in item.tasks)
INSTANCE_NETWORKS = tuple(name for name, item in ARCHITECTURES.items() if "instance" in item.tasks)
SEGMENTERS = tuple(name for name, item in ARCHITECTURES.items() if "semantic" in item.tasks)
QUICK = tuple(name for name in ARCHITECTURES if name not in {"resnet101", "resnet152", "resnext101", "densenet201"})
"""Networks whose Keras model is built in a second; the others are the same, only deeper."""


OF_ANY_SIZE = (
    "linear", "mlp", "lenet5", "vgg11", "nin", "googlenet", "small-googlenet", "small-resnet-fast",
    "small-resnet-accurate", "small-resnet", "small-resnext", "resnet18", "small-densenet", "mobilenet", "mobilenet-v2",
    "full-resolution", "patch-classifier", "deeplab", "direct-heat-map", "fcn-32s", "fcn-8s", "segnet", "unet",
)  # fmt: skip
"""One or more networks of each family, for pictures that are not square."""


def small_shape(name: str, channels: int = 3) -> tuple[int, int, int]:
    """Return a small picture that the network takes."""
    side = SIDES_PX.get(name, USUAL_SIDE_PX)
    return side, side, channels


def small_graph(name: str, *, shape: Shape | None = None, classes: int = 5, channels: int = 3, **options: Any) -> Graph:
    """Return the network for small pictures and with few filters; ``options`` win over the small ones."""
    chosen = {**NARROW.get(name, {}), **options}
    return architecture(name).graph(shape or small_shape(name, channels), classes, **chosen)
