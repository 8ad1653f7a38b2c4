"""Runs scripts in a process that has Keras and nothing of Fovea, and tells how they compare with our models."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from models.build import build_model
from models.graph import Graph
from models.script import write_script

RUNNER = """
import json, pathlib, runpy, sys
folder = pathlib.Path(sys.argv[1])
before = set(sys.modules)
import numpy as np
reports = {}
for file in sorted(folder.glob("*.py")):
    model = runpy.run_path(str(file))["build"]()
    stored = np.load(file.with_suffix(".npz"))
    model.set_weights([stored[f"weights{index}"] for index in range(len(model.weights))])
    inputs = [stored[f"input{index}"] for index in range(len(model.inputs))]
    outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    expected = [stored[f"output{index}"] for index in range(len(outputs))]
    reports[file.stem] = {
        "difference": max(float(np.abs(np.asarray(a) - b).max()) for a, b in zip(outputs, expected, strict=True)),
        "layers": [[type(layer).__name__, layer.get_config()] for layer in model.layers],
        "weights": [weight.path for weight in model.weights],
    }
ours = sorted(name for name in sys.modules if name.split(".")[0] in ("models", "engine", "gui", "PySide6"))
(folder / "report.json").write_text(json.dumps({"scripts": reports, "ours": ours}, default=str))
"""


@dataclass(frozen=True)
class Compared:
    """What a script built, beside what we build.

    Attributes:
        difference: largest difference of an output for the same weights.
        layers: kinds and configs of the script's layers, without seeds.
        our_layers: the same of our model.
        weights: paths of the script's weights.
        our_weights: the same of our model.
        our_modules: modules of Fovea that were imported.
    """

    difference: float
    layers: Any
    our_layers: Any
    weights: list[str]
    our_weights: list[str]
    our_modules: list[str]


def compare_scripts(graphs: Mapping[str, Graph], folder: Path) -> dict[str, Compared]:
    """Run the scripts of all graphs in one process without Fovea's folder, and compare them with our models."""
    ours = {name: _store(graph, folder, name) for name, graph in graphs.items()}
    subprocess.run([sys.executable, "-I", "-c", RUNNER, str(folder)], cwd=folder, check=True, timeout=300)
    document = json.loads((folder / "report.json").read_text())
    return {
        name: Compared(
            report["difference"],
            _comparable(report["layers"]),
            _comparable(ours[name]["layers"]),
            report["weights"],
            ours[name]["weights"],
            document["ours"],
        )
        for name, report in document["scripts"].items()
    }


def _store(graph: Graph, folder: Path, name: str) -> dict[str, Any]:
    keras.utils.set_random_seed(0)
    model = build_model(graph, seed=1)
    random = np.random.default_rng(0)
    for variable in model.weights:
        noise = random.normal(0, 0.02, variable.shape).astype("float32")
        variable.assign(variable + np.abs(noise) if "variance" in variable.path else variable + noise)
    inputs = [random.normal(size=(2, *tensor.shape[1:])).astype("float32") for tensor in model.inputs]
    outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    outputs = outputs if isinstance(outputs, list | tuple) else [outputs]
    np.savez(
        folder / f"{name}.npz",
        **{f"weights{index}": np.asarray(weight) for index, weight in enumerate(model.weights)},
        **{f"input{index}": value for index, value in enumerate(inputs)},
        **{f"output{index}": np.asarray(value) for index, value in enumerate(outputs)},
    )
    (folder / f"{name}.py").write_text(write_script(graph), encoding="utf-8")
    layers = [[type(layer).__name__, layer.get_config()] for layer in model.layers]
    document: dict[str, Any] = json.loads(json.dumps(layers, default=str))
    return {"layers": document, "weights": [weight.path for weight in model.weights]}


def _comparable(layers: Any) -> Any:
    """Return kinds and configs without seeds and precision; how weights start is compared by its name."""
    return [[kind, {key: _named(key, value) for key, value in config.items()}] for kind, config in layers]


def _named(key: str, value: Any) -> Any:
    if key in ("dtype", "seed"):
        return None
    if not key.endswith("_initializer") or not isinstance(value, dict):
        return value
    constant = value["config"].get("value")
    return {0.0: "Zeros", 1.0: "Ones", None: value["class_name"]}.get(constant, constant)
