"""The network of a new run: of the catalogue for a task and an input, or an edited graph as it is. Knows no Keras."""

from collections.abc import Mapping
from typing import Any

from engine.contract.config import InputConfig, NetworkConfig, TaskName
from engine.contract.errors import UserError
from models.box_answers import told_classes
from models.catalogue import architecture
from models.graph import Graph, GraphError
from models.heads import replace_head


def network_of(
    task: TaskName,
    name: str,
    options: Mapping[str, Any],
    graph: Mapping[str, Any] | None,
    *,
    shown: InputConfig,
    classes: int,
) -> NetworkConfig:
    """The network of a name, or of an edited graph.

    Raises:
        UserError: there is no such network, it is for another task, or it does not fit the input.
    """
    if graph is not None:
        return NetworkConfig(name=name, options=dict(options), graph=dict(graph))
    try:
        entry = architecture(name)
        made = entry.graph((shown.height, shown.width, shown.channels), classes, **options)
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    if task not in entry.tasks:
        raise UserError(
            f"{entry.title} is no network for {task}. Received: a network for {', '.join(entry.tasks)}.",
            f"Choose one of the catalogue whose task is {task}: main.py models --task {task}.",
        )
    return NetworkConfig(name=name, options=dict(options), graph=made.to_json())


def input_of(graph: Mapping[str, Any]) -> InputConfig:
    """The input that an edited graph was made for.

    Raises:
        UserError: it is no sound graph.
    """
    try:
        sound = Graph.from_json(graph)
        height, width, channels = sound.shapes()[sound.inputs[0]]
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    return InputConfig.model_validate({"height": height, "width": width, "channels": channels})


def says_boxes(graph: Mapping[str, Any]) -> bool:
    """Whether an edited graph is a detector.

    Raises:
        UserError: it is no sound graph.
    """
    return _told(graph) is not None


def with_classes(graph: Mapping[str, Any] | None, classes: int) -> dict[str, Any] | None:
    """A detector for another number of classes, where only its head has to change; None for none.

    Raises:
        UserError: it is no sound graph, or has no head.
    """
    if graph is None or _told(graph) == classes:
        return None if graph is None else dict(graph)
    try:
        return replace_head(Graph.from_json(graph), classes).to_json()
    except GraphError as error:
        raise UserError(error.message, error.hint) from error


def _told(graph: Mapping[str, Any]) -> int | None:
    try:
        sound = Graph.from_json(graph)
        return told_classes(sound, sound.shapes())
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
