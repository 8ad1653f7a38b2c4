"""Script calls of the family regions."""

from models import nodes
from models.script.calls import Argument, Call
from models.script.layer_calls.writing import Writers, required, side, strides_argument, weights_argument


def _anchor_rows(operation: nodes.AnchorRows) -> tuple[Call, ...]:
    arguments = required("shapes_px", operation.shapes_px), required("stride_px", operation.stride_px)
    return (Call("AnchorRows", arguments, own_file="anchor_rows.py"),)


def _region_proposals(operation: nodes.RegionProposals) -> tuple[Call, ...]:
    arguments = (
        required("count", operation.count),
        required("candidates", operation.candidates),
        required("iou_threshold", operation.iou_threshold),
    )
    return (Call("RegionProposals", arguments, own_file="region_proposals.py"),)


def _searched_regions(operation: nodes.SearchedRegions) -> tuple[Call, ...]:
    arguments = (
        required("count", operation.count),
        required("search", operation.search),
        required("side_px", operation.side_px),
    )
    return (Call("SearchedRegions", arguments, own_file="searched_regions.py"),)


def _roi_pooling(operation: nodes.RoiPooling) -> tuple[Call, ...]:
    arguments = required("bins", operation.bins), required("stride_px", operation.stride_px)
    return (Call("RoiPooling", arguments, own_file="roi_pooling.py"),)


def _roi_alignment(operation: nodes.RoiAlignment) -> tuple[Call, ...]:
    arguments = (
        required("bins", operation.bins),
        required("stride_px", operation.stride_px),
        Argument("samples", operation.samples, 2),
    )
    return (Call("RoiAlignment", arguments, own_file="roi_alignment.py"),)


def _region_answers(_: nodes.RegionAnswers) -> tuple[Call, ...]:
    return (Call("RegionAnswers", own_file="region_answers.py"),)


def _region_convolution(operation: nodes.RegionConvolution) -> tuple[Call, ...]:
    arguments = (
        required("filters", operation.filters),
        required("kernel_size", side(operation.kernel)),
        Argument("padding", operation.padding, "valid"),
        weights_argument(operation.initial_weights),
    )
    return (Call("RegionConvolution", arguments, own_file="region_convolutions.py"),)


def _region_enlarging(operation: nodes.RegionEnlarging) -> tuple[Call, ...]:
    arguments = (
        required("filters", operation.filters),
        required("kernel_size", side(operation.factor)),
        strides_argument(operation.factor),
        weights_argument(operation.initial_weights),
    )
    return (Call("RegionEnlarging", arguments, own_file="region_convolutions.py"),)


def _detected_regions(operation: nodes.DetectedRegions) -> tuple[Call, ...]:
    arguments = (
        required("count", operation.count),
        required("candidates", operation.candidates),
        required("iou_threshold", operation.iou_threshold),
    )
    return (Call("DetectedRegions", arguments, own_file="detected_regions.py"),)


def _instance_answers(_: nodes.InstanceAnswers) -> tuple[Call, ...]:
    return (Call("InstanceAnswers", own_file="instance_answers.py"),)


REGION_WRITERS: Writers = {
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
