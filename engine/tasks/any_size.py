"""Says which networks can learn from pictures of several sizes."""

from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from engine.data.picture_sizes import training_sizes
from engine.detectors.registry import takes_any_size
from engine.network_plan import graph_of
from models.fully_convolutional import with_input_shape
from models.graph import GraphError


def require_any_size(config: RunConfig) -> None:
    """Refuse multi-scale where what the network says depends on the size of its pictures.

    Raises:
        UserError: it is asked for, and cannot work.
    """
    share = config.training.multi_scale
    if not share:
        return
    graph, shown = graph_of(config), config.input
    hint = "Set training.multi_scale to 0, or choose dense-detector."
    if not takes_any_size(graph):
        raise UserError(
            "Multi-scale is for detectors without a fixed number of cells, boxes or regions. "
            f"Received: {config.network.name}, with multi-scale {share:g}.",
            hint,
        )
    try:
        for height, width in training_sizes(shown.height, shown.width, share):
            with_input_shape(graph, (height, width, shown.channels))
    except GraphError as error:
        raise UserError(f"This network takes pictures of one size only. Received: {error.message}", hint) from error
