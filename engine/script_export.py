"""Writes the network of a run as a Keras script with its weights beside it, then runs and compares it."""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from engine.data.preparation import Preparation
from engine.inspect.probe import Floats
from engine.model_store import LoadedRun
from models.graph import Graph, GraphError
from models.read_keras import read_model
from models.script import write_script

WEIGHTS_ENDING = ".weights.h5"
LONGEST_SECONDS = 300
CHECK = """
import runpy, sys
import numpy as np
script, weights, pictures, scores = sys.argv[1:]
model = runpy.run_path(script)["build"]()
model.load_weights(weights)
np.save(scores, np.asarray(model.predict(np.load(pictures), verbose=0)))
"""


def write_script_of_run(run: LoadedRun, out: Path) -> Path:
    """Write the script and its weights; return where the weights are.

    ``build()`` of the script takes prepared pictures; its heading says how pixels are prepared.

    Raises:
        UserError: the network has no graph.
    """
    try:
        text = write_script(_graph_of(run), notes=preparation_in_words(run.preparation))
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    out.parent.mkdir(parents=True, exist_ok=True)
    weights = out.with_suffix(WEIGHTS_ENDING)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".exporting-") as folder:
        temporary = Path(folder) / weights.name
        run.model.save_weights(temporary)
        temporary.replace(weights)
    write_atomically(out, text)
    return weights


def scores_of_script(script: Path, weights: Path, prepared: Floats) -> Floats:
    """Return what the script's network says of prepared pictures, in a process that has Keras alone.

    Raises:
        UserError: the script did not run.
    """
    with tempfile.TemporaryDirectory() as folder:
        pictures, scores = Path(folder) / "pictures.npy", Path(folder) / "scores.npy"
        np.save(pictures, prepared, allow_pickle=False)
        command = [
            sys.executable,
            "-I",
            "-c",
            CHECK,
            *map(str, (script.absolute(), weights.absolute(), pictures, scores)),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason"])[-1]
            raise UserError(f"The script does not run. Received: {last}", "Report the network and this message.")
        return np.asarray(np.load(scores, allow_pickle=False), np.float32)


def preparation_in_words(preparation: Preparation) -> str:
    """Return how pixels (0 to 255) become the numbers that the network takes."""
    if preparation.offset.ndim != 1:
        return "Pictures are prepared as preparation.json of the run says: the mean picture is subtracted."
    scale, offset = (
        ", ".join(f"{value:.6g}" for value in values) for values in (preparation.scale, preparation.offset)
    )
    return f"Pixels from 0 to 255 are multiplied by ({scale}), then ({offset}) is added, by channel."


def _graph_of(run: LoadedRun) -> Graph:
    if run.config is not None:
        return Graph.from_json(run.config.network.graph).for_prediction()
    return read_model(run.model)
