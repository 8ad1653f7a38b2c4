"""Keras layers of the regions family; what makes corners computes in float32 under every policy."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.anchor_rows import AnchorRows
from models.layers.detected_regions import DetectedRegions
from models.layers.instance_answers import InstanceAnswers
from models.layers.of_nodes.making import Makers, Making, weights_initializer
from models.layers.region_answers import RegionAnswers
from models.layers.region_convolutions import RegionConvolution, RegionEnlarging
from models.layers.region_proposals import RegionProposals
from models.layers.roi_alignment import RoiAlignment
from models.layers.roi_pooling import RoiPooling
from models.layers.searched_regions import SearchedRegions


def _anchor_rows(operation: nodes.AnchorRows, making: Making) -> list[layers.Layer]:
    return [AnchorRows(operation.shapes_px, operation.stride_px, **_precise(making))]


def _region_proposals(operation: nodes.RegionProposals, making: Making) -> list[layers.Layer]:
    layer = RegionProposals(operation.count, operation.candidates, operation.iou_threshold, **_precise(making))
    return [layer]


def _searched_regions(operation: nodes.SearchedRegions, making: Making) -> list[layers.Layer]:
    return [SearchedRegions(operation.count, operation.search, operation.side_px, **_precise(making))]


def _roi_pooling(operation: nodes.RoiPooling, making: Making) -> list[layers.Layer]:
    return [RoiPooling(operation.bins, operation.stride_px, **making.common)]


def _roi_alignment(operation: nodes.RoiAlignment, making: Making) -> list[layers.Layer]:
    return [RoiAlignment(operation.bins, operation.stride_px, operation.samples, **making.common)]


def _precise(making: Making) -> dict[str, Any]:
    return {**making.common, "dtype": "float32"}


def _region_answers(_: nodes.RegionAnswers, making: Making) -> list[layers.Layer]:
    return [RegionAnswers(**_precise(making))]


def _region_convolution(operation: nodes.RegionConvolution, making: Making) -> list[layers.Layer]:
    weights = weights_initializer(operation.initial_weights, making.seed)
    return [
        RegionConvolution(
            operation.filters, operation.kernel, padding=operation.padding, kernel_initializer=weights, **making.common
        )
    ]


def _region_enlarging(operation: nodes.RegionEnlarging, making: Making) -> list[layers.Layer]:
    weights = weights_initializer(operation.initial_weights, making.seed)
    return [
        RegionEnlarging(
            operation.filters, operation.factor, strides=operation.factor, kernel_initializer=weights, **making.common
        )
    ]


def _detected_regions(operation: nodes.DetectedRegions, making: Making) -> list[layers.Layer]:
    layer = DetectedRegions(operation.count, operation.candidates, operation.iou_threshold, **_precise(making))
    return [layer]


def _instance_answers(_: nodes.InstanceAnswers, making: Making) -> list[layers.Layer]:
    return [InstanceAnswers(**_precise(making))]


REGION_MAKERS: Makers = {
    nodes.AnchorRows: _anchor_rows,
    nodes.RegionProposals: _region_proposals,
    nodes.SearchedRegions: _searched_regions,
    nodes.RoiPooling: _roi_pooling,
    nodes.RoiAlignment: _roi_alignment,
    nodes.RegionAnswers: _region_answers,
    nodes.RegionConvolution: _region_convolution,
    nodes.RegionEnlarging: _region_enlarging,
    nodes.DetectedRegions: _detected_regions,
    nodes.InstanceAnswers: _instance_answers,
}
