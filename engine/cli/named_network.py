"""Which network a command means: by name, by file, or by run."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from models.catalogue import ARCHITECTURES, architecture
from models.graph import Graph

INPUT_FORM = re.compile(r"(\d{1,5})x(\d{1,5})x(\d{1,4})")
KERAS_FILE = ".keras"


Name = Annotated[str, typer.Argument(help="Name in the catalogue, graph JSON file, run folder, or .keras file.")]
InputSize = Annotated[str | None, typer.Option("--input", metavar="HxWxC", help="Size of the pictures: 64x64x3.")]
Classes = Annotated[int | None, typer.Option("--classes", min=1, max=100_000, help="Number of outputs.")]


def named_graph(name: str, input_shape: tuple[int, int, int] | None, classes: int | None) -> Graph:
    """Return the network that ``name`` means: of the catalogue, a graph's JSON file, a run, or a ``.keras`` file.

    Raises:
        UserError: the file is no graph, or has its size and classes already.
        GraphError: there is no such network, or it has problems.
    """
    path = Path(name)
    if name in ARCHITECTURES or not path.exists():
        return architecture(name).graph(input_shape, classes)
    if input_shape or classes:
        raise UserError(
            f"Size and classes of a finished network are given. Received: {name} with --input or --classes.",
            "Leave them out, or give a name of the catalogue.",
        )
    return _stored_graph(path)


def _stored_graph(path: Path) -> Graph:
    if path.is_dir():
        return Graph.from_json(RunFolder(path).read_config().network.graph)
    if path.suffix == KERAS_FILE:
        return _graph_of_keras_file(path)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"This is no graph. Received: {path}, which is not JSON.", "Give a graph's JSON file."
        ) from error
    if not isinstance(document, Mapping):
        raise UserError(f"This is no graph. Received: {path}, a list or a value.", "Give a graph's JSON file.")
    return Graph.from_json(document)


def _graph_of_keras_file(path: Path) -> Graph:
    from engine.model_store import load_network
    from models.read_keras import read_model

    return read_model(load_network(path))


def parse_input(text: str | None) -> tuple[int, int, int] | None:
    """Return (height, width, channels) of ``HxWxC``, None for None.

    Raises:
        UserError: the text has another form, or names an empty picture.
    """
    if text is None:
        return None
    match = INPUT_FORM.fullmatch(text)
    if match is None or 0 in map(int, match.groups()):
        raise UserError(f"This is no size of pictures. Received: {text}.", "Write height x width x channels: 64x64x3.")
    height, width, channels = map(int, match.groups())
    return height, width, channels
