"""The commands ``models`` and ``models show``."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.cli.output import JSON, print_document
from engine.contract.config import TaskName
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from models.arithmetic import Analysis, LayerRow, analyse
from models.catalogue import ARCHITECTURES, Architecture, architecture
from models.graph import Graph, GraphError

INPUT_FORM = re.compile(r"(\d{1,5})x(\d{1,5})x(\d{1,4})")
KERAS_FILE = ".keras"

models = typer.Typer(add_completion=False, help="List the networks, or show one layer by layer.")

Task = Annotated[TaskName | None, typer.Option("--task", help="Only networks that fit this task.")]
Name = Annotated[str, typer.Argument(help="Name in the catalogue, graph JSON file, run folder, or .keras file.")]
InputSize = Annotated[str | None, typer.Option("--input", metavar="HxWxC", help="Size of the pictures: 64x64x3.")]
Classes = Annotated[int | None, typer.Option("--classes", min=1, max=100_000, help="Number of outputs.")]


@models.callback(invoke_without_command=True)
def list_models(context: typer.Context, task: Task = None, as_json: JSON = False) -> None:
    """List the networks of the catalogue."""
    if context.invoked_subcommand is not None:
        return
    entries = [item for item in ARCHITECTURES.values() if task is None or task.value in item.tasks]
    print_document([_entry(item) for item in entries], as_json=as_json, render=_catalogue_table)


@models.command()
def show(name: Name, input_size: InputSize = None, classes: Classes = None, as_json: JSON = False) -> None:
    """Show a network layer by layer: shapes, parameters, work and receptive fields."""
    try:
        graph = _graph(name, parse_input(input_size), classes)
        document = network_document(name, graph, analyse(graph))
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    print_document(document, as_json=as_json, render=_layer_table)


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


def network_document(name: str, graph: Graph, analysis: Analysis) -> dict[str, Any]:
    """Return the document that ``models show`` prints; shapes are without the batch."""
    shapes = {row.name: list(row.output_shape) for row in analysis.rows}
    return {
        "name": name,
        "input": shapes[graph.inputs[0]],
        "outputs": {output: shapes[output] for output in graph.outputs},
        "parameters": analysis.parameters,
        "trainable_parameters": analysis.trainable_parameters,
        "multiply_adds": analysis.multiply_adds,
        "activation_bytes": analysis.activation_bytes,
        "layers": [_layer(row) for row in analysis.rows],
    }


def _graph(name: str, input_shape: tuple[int, int, int] | None, classes: int | None) -> Graph:
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
    from engine.model_store import load_run
    from models.read_keras import read_model

    return read_model(load_run(path).model)


def _entry(item: Architecture) -> dict[str, Any]:
    return {
        "name": item.name,
        "title": item.title,
        "family": item.family,
        "tasks": list(item.tasks),
        "paper": item.paper or None,
        "year": item.year,
        "default_input": list(item.default_input),
        "parameters": analyse(item.graph()).parameters,
        "editable": True,
        "default_for": list(item.default_for),
    }


def _layer(row: LayerRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "type": row.type,
        "inputs": list(row.inputs),
        "output_shape": list(row.output_shape),
        "parameters": row.parameters,
        "multiply_adds": row.multiply_adds,
        "receptive_field": list(row.receptive_field),
        "stride": [step if isinstance(step, int) else float(step) for step in row.stride],
        "effective": row.effective,
    }


def _catalogue_table(entries: list[dict[str, Any]]) -> Any:
    table = _table("Networks")
    for heading in ("Network", "Year", "Input"):
        table.add_column(heading)
    table.add_column("Parameters", justify="right")
    for entry in entries:
        year, size = str(entry["year"] or ""), _by(entry["default_input"])
        table.add_row(entry["name"], entry["title"], year, size, f"{entry['parameters']:,}")
    return table


def _layer_table(document: dict[str, Any]) -> Any:
    table = _table(_summary(document))
    for heading in ("Type", "Output"):
        table.add_column(heading, overflow="fold")
    for heading in ("Parameters", "Multiply-adds", "Receptive\nfield", "Stride"):
        table.add_column(heading, justify="right", no_wrap=True)
    for layer in document["layers"]:
        is_whole = layer["effective"] == "whole input"
        numbers = f"{layer['parameters']:,}", f"{layer['multiply_adds']:,}"
        field = ("whole input", "") if is_whole else (_by(layer["receptive_field"]), _by(layer["stride"]))
        table.add_row(layer["name"], layer["type"].replace("_", " "), _by(layer["output_shape"]), *numbers, *field)
    return table


def _table(title: str) -> Any:
    """Return an empty table whose first column holds names."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    table.add_column("Name", overflow="fold")
    return table


def _summary(document: dict[str, Any]) -> str:
    fixed = document["parameters"] - document["trainable_parameters"]
    return (
        f"{document['name']}: {document['parameters']:,} parameters{f' ({fixed:,} not trained)' if fixed else ''}, "
        f"{document['multiply_adds'] / 1e6:,.1f} million multiply-adds, "
        f"{document['activation_bytes'] / 1e6:,.1f} MB of activations a picture"
    )


def _by(sizes: list[int]) -> str:
    return "x".join(map(str, sizes))
