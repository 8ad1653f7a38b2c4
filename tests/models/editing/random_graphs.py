"""Graphs at random: sound ones, and broken ones of every kind."""

from hypothesis import strategies as st

from models.graph import Auxiliary, Graph, Node
from models.nodes import NODE_TYPES, Add, Concatenate, Convolution, Dense, Flatten, Input, MaximumPooling

NAMES = ("a", "b", "c", "d", "e", "f", "g", "h")
BLOCKS = ("", "", "one", "one/inner", "two")
OPERATIONS = (
    *(node_type() for name, node_type in NODE_TYPES.items() if name != "opaque"),
    Input((8, 8, 3)), Input((5, 5, 4)), Convolution(4, (9, 9), padding="valid"), Convolution(6, groups=4),
    Convolution(4, stride=(2, 2), dilation=(2, 2)), MaximumPooling((7, 7)), Dense(3), Flatten(), Add(), Concatenate(),
)  # fmt: skip


@st.composite
def broken_graphs(draw: st.DrawFn) -> Graph:
    """Draw any nodes with any edges: to nodes that do not exist, in circles, too many, too few."""
    some = st.lists(st.sampled_from((*NAMES, "nowhere")), max_size=3)
    nodes = [
        Node(
            draw(st.sampled_from((*NAMES, "with/slash", ""))),
            draw(st.sampled_from(OPERATIONS)),
            tuple(draw(some)),
            draw(st.sampled_from(BLOCKS)),
            draw(st.sampled_from(("", "", "", "a", "nowhere"))),
        )
        for _ in range(draw(st.integers(0, 7)))
    ]
    auxiliary = tuple(Auxiliary(name, 0.3) for name in draw(st.lists(st.sampled_from((*NAMES, "nowhere")), max_size=1)))
    return Graph("random", tuple(nodes), tuple(draw(some)), auxiliary)


@st.composite
def sound_graphs(draw: st.DrawFn) -> Graph:
    """Draw a network of convolutions and sums over one size, with skips and blocks."""
    nodes = [Node("input", Input((8, 8, 4)))]
    for number in range(draw(st.integers(1, 14))):
        names = [node.name for node in nodes]
        sources = draw(st.lists(st.sampled_from(names[-4:]), min_size=1, max_size=3, unique=True))
        operation = Convolution(4) if len(sources) == 1 else Add()
        nodes.append(Node(f"node{number}", operation, tuple(sources), draw(st.sampled_from(BLOCKS))))
    return Graph("random", tuple(nodes), (nodes[-1].name,))
