"""The command ``models script``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.cli.named_network import Classes, InputSize, Name, named_graph, parse_input
from engine.cli.output import JSON, print_document
from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from models.arithmetic import analyse
from models.graph import GraphError
from models.script import write_script

Out = Annotated[Path, typer.Argument(metavar="OUT.py", help="File to write.")]


def script(name: Name, out: Out, input_size: InputSize = None, classes: Classes = None, as_json: JSON = False) -> None:
    """Write a Keras script that builds the network and needs nothing of Fovea."""
    if out.suffix != ".py":
        raise UserError(f"The file's name does not fit a script. Received: {out}.", "End it with .py.")
    try:
        graph = named_graph(name, parse_input(input_size), classes)
        text = write_script(graph)
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(out, text)
    document = {
        "name": name,
        "path": str(out),
        "lines": text.count("\n"),
        "parameters": analyse(graph).parameters,
        "functions": [line.split("(")[0][4:] for line in text.splitlines() if line.startswith("def ")],
    }
    print_document(document, as_json=as_json, render=_sentence)


def _sentence(document: Mapping[str, Any]) -> str:
    return f"{document['path']}: {document['lines']:,} lines. build() returns the model; only Keras is needed."
