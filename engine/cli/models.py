"""The commands ``models`` and ``models show``; ``models script`` stands in its own file."""

from typing import Annotated, Any

import typer

from engine.cli.models_script import script
from engine.cli.named_network import Classes, InputSize, Name, named_graph, parse_input
from engine.cli.output import JSON, print_document
from engine.contract.config import TaskName
from engine.contract.errors import UserError
from models.arithmetic import Analysis, LayerRow, analyse
from models.catalogue import ARCHITECTURES, Architecture
from models.graph import Graph, GraphError

models = typer.Typer(add_completion=False, help="List the networks, or show one layer by layer.")

Task = Annotated[TaskName | None, typer.Option("--task", help="Only networks that fit this task.")]

models.command()(script)


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
        graph = named_graph(name, parse_input(input_size), classes)
        document = network_document(name, graph, analyse(graph))
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    print_document(document, as_json=as_json, render=_layer_table)


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
