"""Can every detector learn? Each one learns eight generated pictures by heart, in a size for a small machine.

Run ``python -m benchmarks.detectors --by-heart`` in the repository, and behind it names of networks. It takes about a
minute of one processor core for each of them.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np

from engine.contract.config import TrainingConfig
from engine.data.synthetic.scene import CLASSES, draw_scene
from engine.detectors.registry import head_of
from engine.ops.boxes.truth_rows import pack_truth
from engine.tasks.detection import Detection
from engine.training.learner import Learner
from engine.training.side_outputs import side_outputs, without_side_outputs
from models.build import build_model
from models.catalogue import architecture

PICTURES, SIDE_PX, STEPS, WARM_UP, RATE = 8, 128, 150, 15, 2e-3
SMALL: Mapping[str, Mapping[str, Any]] = {
    "dense-detector": {"width": 8, "depth": 1, "head_filters": 24},
    "small-yolo-v1": {},
    "yolo-grid": {"shapes": ((80, 80), (150, 150), (300, 300))},
    "small-ssd": {},
    "small-faster-rcnn": {"depth": 1},
    "small-fast-rcnn": {"depth": 1, "searched_px": 256},
}


def draw() -> tuple[np.ndarray, np.ndarray]:
    """Pictures (N, h, w, 3) float32 in [-1, 1], black where a scene is not square, and their truth rows (N, n, 6)."""
    scenes = [draw_scene(3, number, side=SIDE_PX) for number in range(PICTURES)]
    pixels = np.zeros((PICTURES, SIDE_PX, SIDE_PX, 3), np.float32)
    most = max(len(scene.objects) for scene in scenes)
    rows = []
    for number, scene in enumerate(scenes):
        height, width = scene.pixels.shape[:2]
        pixels[number, :height, :width] = scene.pixels
        boxes = [one.box_xyxy for one in scene.objects]
        classes = [CLASSES.index(one.label) for one in scene.objects]
        rows.append(pack_truth(boxes, classes, [False] * len(boxes), rows=most))
    return pixels / 127.5 - 1, np.stack(rows)


def learn_by_heart(name: str) -> dict[str, float]:
    """Train a small size of a detector on one batch; mAP and mAP50 on it, seconds and parameters."""
    keras.utils.set_random_seed(1)
    graph = architecture(name).graph((SIDE_PX, SIDE_PX, 3), len(CLASSES), **SMALL[name])
    task = Detection(CLASSES, head_of(graph))
    learning = build_model(graph, seed=1)
    network = without_side_outputs(learning, graph)
    learner = Learner(network, task, TrainingConfig(), side_outputs(learning, graph, task))
    rate = keras.optimizers.schedules.CosineDecay(0.0, STEPS, warmup_target=RATE, warmup_steps=WARM_UP)
    learner.compile(optimizer=keras.optimizers.AdamW(rate, clipnorm=10.0), metrics=task.metrics())
    pictures, rows = draw()
    started = time.process_time()
    learner.fit(pictures, rows, batch_size=PICTURES, epochs=STEPS, verbose=0)
    seconds = time.process_time() - started
    found = learner.evaluate(pictures, rows, batch_size=PICTURES, verbose=0, return_dict=True)
    return {"mAP": found["map"], "mAP50": found["map50"], "seconds": seconds, "parameters": network.count_params()}


def print_by_heart(names: Sequence[str]) -> None:
    """Print a line for each detector.

    Args:
        names: of networks; all that have a small size where there are none.
    """
    print("| detector | parameters | mAP50 on the batch | mAP | core-seconds |\n|---|---|---|---|---|")
    for name in names or tuple(SMALL):
        found = learn_by_heart(name)
        print(
            f"| `{name}` | {found['parameters']:,} | {found['mAP50']:.3f} | {found['mAP']:.3f} "
            f"| {found['seconds']:.0f} |",
            flush=True,
        )
        keras.backend.clear_session()
