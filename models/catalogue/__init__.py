"""Every built-in architecture: what it is, what can be chosen, what was published about it."""

from collections.abc import Mapping
from types import MappingProxyType

from models.catalogue import (
    alexnet,
    classic,
    dense,
    dense_detector,
    dilated,
    fcn,
    heat_map,
    inception,
    localiser,
    mask_rcnn,
    mobilenet,
    nin,
    residual,
    segnet,
    small_residual,
    ssd,
    two_stages,
    unet,
    vgg,
    yolo,
)
from models.catalogue.architecture import Architecture, PublishedFact
from models.catalogue.preprocessing import Preprocessing
from models.problems import GraphError, GraphProblem, unknown_name

__all__ = ["ARCHITECTURES", "Architecture", "Preprocessing", "PublishedFact", "architecture"]

CLASSIFIERS = (classic, alexnet, vgg, nin, inception, small_residual, residual, dense, mobilenet)
SEGMENTERS = (heat_map, fcn, dilated, segnet, unet)
LOCALISERS = (localiser,)
DETECTORS = (dense_detector, yolo, ssd, two_stages, mask_rcnn)
FAMILIES = (*CLASSIFIERS, *SEGMENTERS, *LOCALISERS, *DETECTORS)
ARCHITECTURES: Mapping[str, Architecture] = MappingProxyType(
    {entry.name: entry for family in FAMILIES for entry in family.ENTRIES}
)
"""Every architecture by its name, in the order of the catalogue."""


def architecture(name: str) -> Architecture:
    """Return the architecture with this name.

    Raises:
        GraphError: there is none; its repair names the closest ones.
    """
    if name not in ARCHITECTURES:
        error = unknown_name("network", name, ARCHITECTURES)
        raise GraphError([GraphProblem("", None, error.message, error.repair)])
    return ARCHITECTURES[name]
