"""Keras layers of the regions family; what makes corners computes in float32 under every policy."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.anchor_rows import AnchorRows
from models.layers.of_nodes.making import Makers, Making
from models.layers.region_answers import RegionAnswers
from models.layers.region_proposals import RegionProposals
from models.layers.roi_alignment import RoiAlignment
from models.layers.roi_pooling import RoiPooling


def _anchor_rows(operation: nodes.AnchorRows, making: Making) -> list[layers.Layer]:
    return [AnchorRows(operation.shapes_px, operation.stride_px, **_precise(making))]


def _region_proposals(operation: nodes.RegionProposals, making: Making) -> list[layers.Layer]:
    layer = RegionProposals(operation.count, operation.candidates, operation.iou_threshold, **_precise(making))
    return [layer]


def _roi_pooling(operation: nodes.RoiPooling, making: Making) -> list[layers.Layer]:
    return [RoiPooling(operation.bins, operation.stride_px, **making.common)]


def _roi_alignment(operation: nodes.RoiAlignment, making: Making) -> list[layers.Layer]:
    return [RoiAlignment(operation.bins, operation.stride_px, operation.samples, **making.common)]


def _precise(making: Making) -> dict[str, Any]:
    return {**making.common, "dtype": "float32"}


def _region_answers(_: nodes.RegionAnswers, making: Making) -> list[layers.Layer]:
    return [RegionAnswers(**_precise(making))]


REGION_MAKERS: Makers = {
    nodes.AnchorRows: _anchor_rows,
    nodes.RegionProposals: _region_proposals,
    nodes.RoiPooling: _roi_pooling,
    nodes.RoiAlignment: _roi_alignment,
    nodes.RegionAnswers: _region_answers,
}
