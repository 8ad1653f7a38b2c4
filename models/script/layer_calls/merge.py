"""Script calls of the merge family."""

from models import nodes
from models.script.calls import Call
from models.script.layer_calls.writing import Writer, Writers


def _writer(layer: str) -> Writer:
    def write(_: nodes.NodeType) -> tuple[Call, ...]:
        return (Call(layer),)

    return write


MERGE_WRITERS: Writers = {
    nodes.Add: _writer("layers.Add"),
    nodes.Subtract: _writer("layers.Subtract"),
    nodes.Multiply: _writer("layers.Multiply"),
    nodes.Average: _writer("layers.Average"),
    nodes.Maximum: _writer("layers.Maximum"),
    nodes.Concatenate: _writer("layers.Concatenate"),
}
