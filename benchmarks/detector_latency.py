"""What reading and choosing boxes costs beside the network: the default detector on one picture, wanted below 1.3.

Run ``python -m benchmarks.detector_latency`` in the repository, or with the folder of a run and a picture for trained
weights. Without them the network has random weights whose scores are stretched so that one cell in a hundred is an
object: about a hundred boxes, in patches, as of a picture full of blood cells. All alternatives take turns, so that
what else the machine does meets them alike.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops

from benchmarks.ratios import print_speeds, time_alternately
from engine.detectors.base import DetectorHead
from engine.detectors.registry import head_of
from engine.model_store import load_run
from engine.network_plan import graph_of
from engine.ops.boxes.finding import Choice
from engine.predicting.finder import MEASURED, Finder
from models.build import build_model
from models.catalogue import architecture

SHAPE, CLASSES, TURNS = (320, 416, 3), 3, 40
SHARE_OF_OBJECTS, OBJECT_SCORE = 0.01, 0.3
CHOICES = {"as shown": Choice(score=OBJECT_SCORE), "as measured": MEASURED}
Tensor = Any


class Timed(keras.Model):
    """A network with something behind it, compiled as one."""

    def __init__(self, network: keras.Model, follow: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.network, self._follow = network, follow
        self.built = True

    def call(self, inputs: Tensor) -> Tensor:
        """What follows, of what the network says."""
        return self._follow(self.network(inputs, training=False))


def stretched_network() -> tuple[keras.Model, DetectorHead, np.ndarray]:
    """The default detector with random weights, its head, and a picture of smooth noise (1, h, w, 3) in [-1, 1]."""
    chance = np.random.default_rng(1)
    coarse = chance.normal(size=(1, 20, 26, 3)).astype(np.float32)
    picture = np.asarray(ops.image.resize(coarse, SHAPE[:2], interpolation="bicubic")).clip(-1, 1)
    graph = architecture("dense-detector").graph(SHAPE, CLASSES)
    network = build_model(graph, seed=1)
    last = network.get_layer("class_logits")
    kernel, bias = last.get_weights()
    last.set_weights([chance.normal(size=kernel.shape), bias])
    logits = np.asarray(network(picture))[..., :CLASSES]
    middle, high = np.quantile(logits, [0.5, 1 - SHARE_OF_OBJECTS])
    slope = 4.0 / (high - middle)
    offset = np.log(OBJECT_SCORE / (1 - OBJECT_SCORE)) - slope * (high - float(np.log(0.01 / 0.99)))
    last.set_weights([slope * last.get_weights()[0], bias + offset - float(np.log(0.01 / 0.99))])
    return network, head_of(graph), picture


def trained_network(run: Path, picture: Path) -> tuple[keras.Model, DetectorHead, np.ndarray]:
    """The same of a run, and one prepared picture."""
    loaded = load_run(run)
    assert loaded.config is not None, "a detector is always a run"
    fitted, _ = loaded.read(picture)
    return loaded.model, head_of(graph_of(loaded.config)), loaded.prepare(fitted[None])


def main() -> None:
    """Print milliseconds and ratios."""
    given = sys.argv[1:]
    network, head, picture = trained_network(Path(given[0]), Path(given[1])) if given else stretched_network()
    whole = {name: Finder(network, head, choice, mirrors=False) for name, choice in CHOICES.items()}
    bare, decoding = Timed(network, ops.convert_to_tensor), Timed(network, lambda said: head.read(said)._asdict())
    found = {name: int(np.asarray(each.predict_on_batch(picture)["is_object"]).sum()) for name, each in whole.items()}
    timings = time_alternately(
        {
            "network": lambda: bare.predict_on_batch(picture),
            "network, boxes read": lambda: decoding.predict_on_batch(picture),
            **{name: lambda each=each: each.predict_on_batch(picture) for name, each in whole.items()},
        },
        turns=TURNS,
        warm_ups=3,
    )
    boxes = decoding.predict_on_batch(picture)["boxes_xyxy"].shape[1]
    objects = ", ".join(f"{count} objects {name}" for name, count in found.items())
    print_speeds(
        f"{picture.shape[1]}x{picture.shape[2]} px, {boxes:,} boxes said, {objects}", timings, against="network"
    )
    for name in whole:
        print(f"  {name}: {1 / timings.speed(name, against='network'):.2f} times the bare network")


if __name__ == "__main__":
    main()
