"""Writes the whole script of a graph."""

import re

from models.arithmetic import Analysis, analyse
from models.graph import Graph
from models.script.calls import literal
from models.script.functions import Outline, outline
from models.script.layout import laid_out
from models.script.lines import INDENT, function_lines, own_files, statement_lines
from models.script.own_layers import own_layers, sorted_imports
from models.script.regions import Regions
from models.script.variables import choose_variables


def write_script(graph: Graph, *, notes: str = "") -> str:
    """Return a Keras script that builds the same model: its layers and the order of their weights.

    Blocks of the same structure become functions whose parameters are what differs between them. The text is
    formatted as ruff would format it, with lines of 120 characters, and imports nothing of Fovea.

    Args:
        graph: the network; side outputs come behind its outputs.
        notes: a sentence for the heading, such as how pictures are prepared.

    Raises:
        GraphError: the graph has problems.
    """
    analysis = analyse(graph)
    found = outline(Regions(graph))
    everything = [*found.statements, *(line for function in found.functions for line in function.statements)]
    own = own_layers(own_files(everything))
    imports = sorted_imports({"import keras", "from keras import layers", *filter(None, own.imports)})
    beginning = f"{_heading(graph, analysis, notes)}\n\n" + "\n".join(imports)
    parts = [
        *_below_imports(beginning, own.definitions),
        *("\n".join(function_lines(function)) for function in found.functions),
        "\n".join(_build_lines(graph, found)),
        f'if __name__ == "__main__":\n{INDENT}build().summary()',
    ]
    return "\n\n\n".join(parts) + "\n"


def _below_imports(beginning: str, definitions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first parts of the script: constants follow the imports after one empty line, all else after two."""
    if definitions and not definitions[0].startswith(("@", "class ", "def ")):
        return f"{beginning}\n\n{definitions[0]}", *definitions[1:]
    return beginning, *definitions


def _heading(graph: Graph, analysis: Analysis, notes: str) -> str:
    sizes = " and ".join("x".join(map(str, analysis.row(name).output_shape)) for name in graph.inputs)
    results = " and ".join("x".join(map(str, analysis.row(name).output_shape)) for name in graph.outputs)
    name = re.sub(r"[\"\\\n]", " ", graph.name) or "A network"
    lines = [
        f'"""{name}: {sizes} in, {results} out, {analysis.parameters:,} parameters.',
        "",
        "Layers have the names that they have in Fovea, and weights come in the same order, so that",
        "``build().set_weights(...)`` takes the weights of the network there.",
        *([notes] if notes else []),
        '"""',
    ]
    return "\n".join(lines)


def _build_lines(graph: Graph, found: Outline) -> list[str]:
    results = (*graph.outputs, *(side.node for side in graph.auxiliary))
    fixed = _input_variables(graph)
    variables = choose_variables(found.statements, (), results, fixed)
    inputs, outputs = [fixed[name] for name in graph.inputs], [variables[name] for name in results]
    arguments = [_listed(inputs), _listed(outputs), f"name={literal(model_name(graph))}"]
    return [
        "def build():",
        f'{INDENT}"""Return the model with new weights."""',
        *_without_empty_start(statement_lines(found.statements, variables, is_relative=False)),
        *laid_out(INDENT, "return keras.Model", arguments),
    ]


def _without_empty_start(lines: list[str]) -> list[str]:
    return lines[1:] if lines and not lines[0] else lines


def _input_variables(graph: Graph) -> dict[str, str]:
    if len(graph.inputs) == 1:
        return {graph.inputs[0]: "inputs"}
    return {name: f"input{number}" for number, name in enumerate(graph.inputs, start=1)}


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def model_name(graph: Graph) -> str:
    """Return the name of the Keras model."""
    return graph.name.replace("-", "_").replace("/", "_").replace(" ", "_") or "network"
