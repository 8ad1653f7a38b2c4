"""An answer of the engine as it would come for two grey pictures."""

import numpy as np

from engine.contract.events import PreparationMeasured, ValueStatistics

BEFORE = ValueStatistics(mean=100.0, deviation=50.0, minimum=0.0, maximum=255.0)
AFTER = ValueStatistics(mean=1e-9, deviation=1.0, minimum=-2.0, maximum=3.1)
EVENT = PreparationMeasured(
    image="digits/three.png", pictures=2, training_pictures=300, steps=("Done.",), before=(BEFORE,), after=(AFTER,)
)


def arrays() -> tuple[np.ndarray, ...]:
    """Example, prepared example, and both histograms of four bins."""
    example = np.array([[[0], [100]], [[200], [255]]], np.uint8)
    counts = np.array([[4, 2, 1, 1]])
    before = np.array([[0.0, 64.0, 128.0, 192.0, 256.0]])
    return example, (example.astype(np.float32) - 100) / 50, counts, before, counts, (before - 100) / 50
