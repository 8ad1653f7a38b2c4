"""Run folders as a training leaves them, without a training."""

import os
from pathlib import Path

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TrainingConfig
from engine.contract.folders import runs_folder
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from models.catalogue import architecture

CURVE = (0.4, 0.6, 0.7, 0.65)


def sample_config(
    *, network: str = "lenet5", learning_rate: float = 1e-3, dataset: str = "/pictures/digits"
) -> RunConfig:
    """A config for grey pictures of 32 pixels in ten classes."""
    graph = architecture(network).graph(input_shape=(32, 32, 1), classes=10)
    return RunConfig(
        dataset=DatasetConfig(path=dataset),
        network=NetworkConfig(name=network, graph=graph.to_json()),
        input=InputConfig(height=32, width=32, channels=1),
        training=TrainingConfig(epochs=len(CURVE), learning_rate=learning_rate),
        classes=tuple("0123456789"),
    )


def write_run(
    name: str, config: RunConfig | None = None, *, status: RunStatus = RunStatus.FINISHED, age_seconds: float = 0.0
) -> Path:
    """A run of four epochs whose third was the best."""
    folder = RunFolder(runs_folder() / name)
    folder.path.mkdir(parents=True)
    folder.write_config(config or sample_config())
    rows = [f"{epoch},{value}" for epoch, value in enumerate(CURVE, start=1)]
    folder.history.write_text("\n".join(("epoch,val_accuracy", *rows)) + "\n")
    folder.write_state(RunState(status=status, epoch=4, epochs=4, best_epoch=3, best_value=0.7, seconds=189.0))
    made = folder.config.stat().st_mtime - age_seconds
    os.utime(folder.config, (made, made))
    return folder.path
