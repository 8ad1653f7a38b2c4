"""The coarse map of classes of a network that only enlarges it from there: what shift-and-stitch can make fine.

Long, Shelhamer, Darrell, 2015 (1411.4038), section 3.2.
"""

from models.arithmetic import LayerRow, analyse
from models.graph import Graph
from models.nodes import CropTo

LEAST_STRIDE = 2


def coarse_map(graph: Graph) -> LayerRow | None:
    """The last coarse map, where it is only enlarged from there, so that cell (i, j) is that of its own square.

    Returns:
        Its row of the arithmetic. None where the network ends without positions, where finer maps were added to the
        coarse one, as in FCN-16s, where it has other channels than the answer, or where the answer is cut out of a
        larger one.
    """
    table = analyse(graph)
    maps = [row for row in table.rows if len(row.output_shape) == 3]
    last = next((row for row in reversed(maps) if min(row.stride) >= LEAST_STRIDE), None)
    if last is None or last.stride != max(row.stride for row in maps):
        return None
    answer = graph.shapes()[graph.outputs[0]]
    crops = [node.operation.offset for node in graph.nodes if isinstance(node.operation, CropTo)]
    height, width, _ = graph.shapes()[graph.inputs[0]]
    covers = last.output_shape[:2] == (-(-height // last.stride[0]), -(-width // last.stride[1]))
    is_told = len(answer) == 3 and answer[-1] == last.output_shape[-1]
    return last if covers and is_told and all(offset == (0, 0) for offset in crops) else None
