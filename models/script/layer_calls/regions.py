"""Script calls of the family regions."""

from models import nodes
from models.script.calls import Argument, Call
from models.script.layer_calls.writing import Writers, required


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


REGION_WRITERS: Writers = {
    nodes.AnchorRows: _anchor_rows,
    nodes.RegionProposals: _region_proposals,
    nodes.RoiPooling: _roi_pooling,
    nodes.RoiAlignment: _roi_alignment,
    nodes.RegionAnswers: _region_answers,
}
