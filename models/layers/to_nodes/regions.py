"""Nodes of the regions family."""

from typing import Any

from models import nodes
from models.layers.anchor_rows import AnchorRows
from models.layers.detected_regions import DetectedRegions
from models.layers.instance_answers import InstanceAnswers
from models.layers.region_answers import RegionAnswers
from models.layers.region_convolutions import RegionConvolution, RegionEnlarging
from models.layers.region_proposals import RegionProposals
from models.layers.roi_alignment import RoiAlignment
from models.layers.roi_pooling import RoiPooling
from models.layers.searched_regions import SearchedRegions
from models.layers.to_nodes.reading import Readers, activation_name, pair, require


def _anchor_rows(layer: Any) -> nodes.NodeType:
    return nodes.AnchorRows(layer.shapes_px, layer.stride_px)


def _region_proposals(layer: Any) -> nodes.NodeType:
    return nodes.RegionProposals(layer.count, layer.candidates, layer.iou_threshold)


def _searched_regions(layer: Any) -> nodes.NodeType:
    return nodes.SearchedRegions(layer.count, layer.search, layer.side_px)


def _roi_pooling(layer: Any) -> nodes.NodeType:
    return nodes.RoiPooling(layer.bins, layer.stride_px)


def _roi_alignment(layer: Any) -> nodes.NodeType:
    return nodes.RoiAlignment(layer.bins, layer.stride_px, layer.samples)


def _region_answers(_: Any) -> nodes.NodeType:
    return nodes.RegionAnswers()


def _region_convolution(layer: Any) -> nodes.NodeType:
    _require_plain(layer)
    require(pair(layer.strides) == (1, 1), "stride", layer.strides)
    require(layer.groups == 1, "groups", layer.groups)
    return nodes.RegionConvolution(layer.filters, pair(layer.kernel_size), layer.padding)


def _region_enlarging(layer: Any) -> nodes.NodeType:
    _require_plain(layer)
    require(layer.output_padding is None, "padding of the output", layer.output_padding)
    require(pair(layer.strides) == pair(layer.kernel_size), "stride", layer.strides)
    return nodes.RegionEnlarging(layer.filters, pair(layer.kernel_size))


def _require_plain(layer: Any) -> None:
    require(pair(layer.dilation_rate) == (1, 1), "dilation", layer.dilation_rate)
    require(activation_name(layer.activation) == "linear", "activation", activation_name(layer.activation))
    require(layer.use_bias, "bias", layer.use_bias)


def _detected_regions(layer: Any) -> nodes.NodeType:
    return nodes.DetectedRegions(layer.count, layer.candidates, layer.iou_threshold)


def _instance_answers(_: Any) -> nodes.NodeType:
    return nodes.InstanceAnswers()


REGION_READERS: Readers = {
    AnchorRows: _anchor_rows,
    RegionProposals: _region_proposals,
    SearchedRegions: _searched_regions,
    RoiPooling: _roi_pooling,
    RoiAlignment: _roi_alignment,
    RegionAnswers: _region_answers,
    RegionConvolution: _region_convolution,
    RegionEnlarging: _region_enlarging,
    DetectedRegions: _detected_regions,
    InstanceAnswers: _instance_answers,
}
