"""What the canvas computes at every edit of ResNet-152, against a frame of 60 a second."""

import time

from benchmarks.ratios import print_speeds, time_alternately
from gui.builder.folding import blocks, fold, open_at_start
from gui.builder.layout import lay_out
from models.arithmetic import examine
from models.catalogue import architecture
from models.editing.repairs import repairs_for
from models.editing.wires import insert_between
from models.nodes import MaximumPooling

FRAME_SECONDS = 1 / 60
TURNS = 21
EXAMINED_FRAMES, FOLDED_FRAMES, OPEN_FRAMES = 3.0, 1.2, 18.0
"""Most frames that each may take: 50, 20 and 300 ms."""


def main() -> None:
    """Time examination, layouts and repairs."""
    graph = architecture("resnet152").graph()
    node = next(node for node in graph.nodes if node.block.startswith("stage4"))
    broken = insert_between(graph, (node.inputs[0], node.name), MaximumPooling((15, 15))).graph
    problem = broken.problems()[0]
    timings = time_alternately(
        {
            "one frame": lambda: time.sleep(FRAME_SECONDS),
            "examine": lambda: examine(graph),
            "lay out as it begins": lambda: lay_out(fold(graph, open_at_start(graph))),
            "lay out with all open": lambda: lay_out(fold(graph, blocks(graph))),
            "propose repairs": lambda: repairs_for(broken, problem),
        },
        turns=TURNS,
    )
    wanted = {
        "examine": 1 / EXAMINED_FRAMES,
        "lay out as it begins": 1 / FOLDED_FRAMES,
        "lay out with all open": 1 / OPEN_FRAMES,
    }
    print_speeds(f"ResNet-152, {len(graph.nodes)} layers", timings, against="one frame", wanted=wanted)


if __name__ == "__main__":
    main()
