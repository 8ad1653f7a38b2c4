"""A classifier that has learned crops of red and blue rectangles, made in a moment: a linear one."""

from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.linear_model import LogisticRegression

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from models.build import build_model
from models.graph import Graph
from tests.engine.dataset.small_datasets import ignore_progress, never
from tests.models.small_networks import small_graph

SIDE = 12
INPUT = InputConfig(height=SIDE, width=SIDE, subtract="nothing", divide_by_deviation=False)
OUTPUTS = ("background", "box", "disc")


def opened(dataset: Path) -> DatasetIndex:
    return DatasetIndex(open_dataset(dataset, on_progress=ignore_progress, is_cancelled=never))


def learned_run(folder: Path, crops: Path) -> RunFolder:
    """A run whose linear network tells crops apart, by their classes' folders."""
    paths = sorted((crops / "train").glob("*/*.png"))
    pixels = np.stack([np.asarray(Image.open(path).resize((SIDE, SIDE))) for path in paths])
    graph = small_graph("linear", shape=(SIDE, SIDE, 3), classes=len(OUTPUTS))
    solver = LogisticRegression(max_iter=300).fit(
        pixels.reshape(len(pixels), -1) / 255.0, [path.parent.name for path in paths]
    )
    model = build_model(graph, seed=1)
    model.get_layer("logits").set_weights([solver.coef_.T.astype(np.float32), solver.intercept_.astype(np.float32)])
    return written_run(folder, graph, model, dataset=crops)


def written_run(
    folder: Path, graph: Graph, model: object, *, dataset: Path, classes: tuple[str, ...] = OUTPUTS
) -> RunFolder:
    """The folder of a run of a classifier that was trained."""
    folder.mkdir(parents=True)
    run = RunFolder(folder)
    height, width, channels = graph.shapes()[graph.inputs[0]]
    shown = INPUT.model_copy(update={"height": height, "width": width, "channels": channels})
    run.write_config(
        RunConfig(
            dataset=DatasetConfig(path=str(dataset)),
            network=NetworkConfig(name="custom", graph=graph.to_json()),
            input=shown,
            classes=classes,
        )
    )
    model.save(run.model)  # type: ignore[attr-defined]  # Keras has no types
    run.preparation.mkdir()
    Preparation.fit(np.zeros((1, height, width, channels), np.uint8), shown).save(run.preparation)
    return run
