"""How the layers of every node type are written: one file per family, as ``models/layers/of_nodes`` makes them."""

from models import nodes
from models.script.calls import Call
from models.script.layer_calls.convolution import CONVOLUTION_WRITERS
from models.script.layer_calls.grids import GRID_WRITERS
from models.script.layer_calls.merge import MERGE_WRITERS
from models.script.layer_calls.normalisation import NORMALISATION_WRITERS
from models.script.layer_calls.pointwise import POINTWISE_WRITERS
from models.script.layer_calls.pooling import POOLING_WRITERS
from models.script.layer_calls.regions import REGION_WRITERS
from models.script.layer_calls.shape import SHAPE_WRITERS
from models.script.layer_calls.writing import Writers

__all__ = ["WRITERS", "layer_calls"]

WRITERS: Writers = {
    **CONVOLUTION_WRITERS,
    **GRID_WRITERS,
    **MERGE_WRITERS,
    **NORMALISATION_WRITERS,
    **POINTWISE_WRITERS,
    **POOLING_WRITERS,
    **REGION_WRITERS,
    **SHAPE_WRITERS,
}
"""How the layers of every node type are written."""


def layer_calls(operation: nodes.NodeType) -> tuple[Call, ...]:
    """Return the layers that compute ``operation`` one after the other; the last one carries the node's name."""
    writer = WRITERS.get(type(operation))
    if writer is None:
        raise TypeError(f"No script is written for node type {operation.type}.")
    return writer(operation)
