"""Classifiers of the catalogue that other networks can begin with."""

from collections.abc import Mapping
from types import MappingProxyType

from models.architectures.backbone import backbone
from models.architectures.residual import KERAS
from models.catalogue import dense, mobilenet, residual, small_residual, vgg
from models.catalogue.architecture import Architecture
from models.catalogue.options import choice_option, factor_option
from models.graph import Graph
from models.nodes.base import Shape
from models.options import Option

_ENTRIES = (
    small_residual.SMALL_RESNET_ACCURATE, small_residual.SMALL_RESNET_FAST, small_residual.SMALL_RESNET,
    residual.RESNET18, residual.RESNET34, residual.RESNET50,
    vgg.VGG11, vgg.VGG16, mobilenet.MOBILENET, mobilenet.MOBILENET_V2, dense.DENSENET121,
)  # fmt: skip
BACKBONES: Mapping[str, Architecture] = MappingProxyType({entry.name: entry for entry in _ENTRIES})
"""Those that can be chosen, by name; the first one is the default."""
_OF_PRETRAINED = {"resnet50": {"variant": KERAS, "stride_in": "first 1x1"}}
"""Options with which the weights of keras.applications fit."""


def backbone_options() -> dict[str, Option]:
    """Return the options for the network that comes first."""
    return {
        "backbone": choice_option("Backbone", "The network that sees; what follows says where.", *BACKBONES),
        "width_factor": factor_option("Width factor", "All filters of the backbone are multiplied by it."),
    }


def drawn_backbone(name: str, input_shape: Shape, *, width_factor: float, batch_normalisation: bool) -> Graph:
    """Return a backbone for pictures of a size.

    Args:
        name: one of ``BACKBONES``.
        input_shape: (height, width, channels).
        width_factor: what its filters are multiplied by.
        batch_normalisation: whether it keeps the normalisation that it has by itself.

    Raises:
        GraphError: the pictures are too small for it.
    """
    classifier = drawn_classifier(
        name, input_shape, BACKBONES[name].default_classes,
        width_factor=width_factor, batch_normalisation=batch_normalisation,
    )  # fmt: skip
    return backbone(classifier)


def drawn_classifier(
    name: str, input_shape: Shape, classes: int, *, width_factor: float, batch_normalisation: bool
) -> Graph:
    """Return the same with its head for ``classes``; the arguments are those of ``drawn_backbone``.

    Raises:
        GraphError: the pictures are too small for it.
    """
    entry = BACKBONES[name]
    options: dict[str, object] = dict(_OF_PRETRAINED.get(name, {}))
    if not batch_normalisation:
        options["batch_normalisation"] = False
    if "width_factor" in entry.options:
        options["width_factor"] = width_factor
    elif width_factor != 1.0:
        options["width"] = max(1, round(entry.options["width"].default * width_factor))
    return entry.graph(input_shape, classes, **options)
