"""Pictures of discs and squares on noise with the class of every pixel, for networks that have to learn it."""

import keras
import numpy as np
import numpy.typing as npt

from models.build import build_model
from models.graph import Graph

SIDE_PX = 48
CLASSES = 3


def drawn_masks(count: int, *, seed: int = 1) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return pictures (count, side, side, 3) with a bright disc and a bright square each, and their class masks."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[:SIDE_PX, :SIDE_PX]
    pictures = random.normal(0.0, 0.3, (count, SIDE_PX, SIDE_PX, 3)).astype("float32")
    masks = np.zeros((count, SIDE_PX, SIDE_PX), int)
    for mask in masks:
        (top, left), (down, right), radius = (
            random.integers(4, 16, 2),
            random.integers(26, 38, 2),
            random.integers(6, 9),
        )
        mask[top : top + 14, left : left + 14] = 1
        mask[(rows - down) ** 2 + (columns - right) ** 2 <= radius**2] = 2
    pictures += masks[..., None] > 0
    return pictures, masks


def learn_masks(graph: Graph, *, steps: int, rate: float = 3e-3) -> float:
    """Train a network on one batch of drawn masks; return the mean IoU of its classes on that batch."""
    keras.utils.set_random_seed(1)
    model = build_model(graph.for_prediction(), seed=1)
    pictures, masks = drawn_masks(4)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
    model.fit(pictures, masks, batch_size=4, epochs=steps, verbose=0)
    return mean_iou(masks, model.predict(pictures, verbose=0).argmax(-1))


def mean_iou(truth: npt.NDArray[np.int64], found: npt.NDArray[np.int64]) -> float:
    """Return the mean over classes of intersection over union."""
    pairs = [(truth == number, found == number) for number in range(CLASSES)]
    return float(np.mean([(real & said).sum() / (real | said).sum() for real, said in pairs]))
