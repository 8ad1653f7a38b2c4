"""Nodes of the regions family."""

from typing import Any

from models import nodes
from models.layers.anchor_rows import AnchorRows
from models.layers.region_answers import RegionAnswers
from models.layers.region_proposals import RegionProposals
from models.layers.roi_alignment import RoiAlignment
from models.layers.roi_pooling import RoiPooling
from models.layers.to_nodes.reading import Readers


def _anchor_rows(layer: Any) -> nodes.NodeType:
    return nodes.AnchorRows(layer.shapes_px, layer.stride_px)


def _region_proposals(layer: Any) -> nodes.NodeType:
    return nodes.RegionProposals(layer.count, layer.candidates, layer.iou_threshold)


def _roi_pooling(layer: Any) -> nodes.NodeType:
    return nodes.RoiPooling(layer.bins, layer.stride_px)


def _roi_alignment(layer: Any) -> nodes.NodeType:
    return nodes.RoiAlignment(layer.bins, layer.stride_px, layer.samples)


def _region_answers(_: Any) -> nodes.NodeType:
    return nodes.RegionAnswers()


REGION_READERS: Readers = {
    AnchorRows: _anchor_rows,
    RegionProposals: _region_proposals,
    RoiPooling: _roi_pooling,
    RoiAlignment: _roi_alignment,
    RegionAnswers: _region_answers,
}
