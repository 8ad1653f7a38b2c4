"""Previews of made-up epochs on the disk, as a training leaves them."""

from pathlib import Path

import numpy as np

from engine.contract.epoch_inside import EpochInside, Histogram, KeptFilters, KeptMaps, LayerValues
from engine.contract.run_events import PinnedPrediction, Preview

PICTURES, CHANNELS, SIDE, FILTERS = 6, 2, 4, 5


def write_epoch(folder: Path, epoch: int) -> None:
    """Write everything that is kept of an epoch; every byte is the number of the epoch."""
    folder.mkdir(exist_ok=True, parents=True)
    counted = Histogram(low=-float(epoch), high=1.0, counts=(1, epoch, 1))
    inside = EpochInside(
        epoch=epoch,
        pictures=PICTURES,
        maps=(KeptMaps(layer="first", size=(SIDE, SIDE), channels=(3, 1), ranges=((0.0, 1.0), (0.0, 2.0))),),
        filters=KeptFilters(layer="first", shape=(FILTERS, 3, 3, 3), range=(-1.0, 1.0), is_templates=False),
        layers=(
            LayerValues(layer="first", weights=counted, activations=counted, gradients=counted),
            LayerValues(layer="scores", weights=counted),
        ),
    )
    length = PICTURES * CHANNELS * SIDE * SIDE + FILTERS * 27
    np.save(folder / f"epoch_{epoch:04d}.inside.npy", np.full(length, epoch, np.uint8))
    (folder / f"epoch_{epoch:04d}.inside.json").write_text(inside.model_dump_json())
    predictions = tuple(
        PinnedPrediction(image=f"{name}.png", truth="0", predicted="1", score=epoch / 100, scores=(0.3, 0.7))
        for name in "abcdef"
    )
    preview = Preview(epoch=epoch, method="cam", layer="first", predictions=predictions)
    np.save(folder / f"epoch_{epoch:04d}.cam.npy", np.full((PICTURES, 2, 2), epoch, np.float32))
    (folder / f"epoch_{epoch:04d}.json").write_text(preview.model_dump_json())
