"""Networks in files: the graph as JSON, with the places that the user gave to nodes. Free of Qt."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.contract.config import WeightsSource
from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from gui.builder.drawn_network import DrawnNetwork, Position
from models.graph import Graph, GraphError

LARGEST_BYTES = 32_000_000
LAYOUT_KEY = "layout"
WEIGHTS_KEY = "weights"


def read_network(path: Path) -> DrawnNetwork:
    """The network of a file.

    Raises:
        UserError: the file cannot be read, or holds no graph.
    """
    document = _read_document(path)
    try:
        graph = Graph.from_json(document)
    except GraphError as error:
        raise UserError(f"{path.name} holds no network. {error.message}", error.hint) from error
    return DrawnNetwork(
        graph, positions=_positions(document.get(LAYOUT_KEY)), weights=_weights(document.get(WEIGHTS_KEY))
    )


def write_network(path: Path, drawn: DrawnNetwork) -> None:
    """Write a network, also a broken one, in a way that leaves the old file until the new one is complete.

    Raises:
        OSError: the file cannot be written.
    """
    document = drawn.graph.to_json()
    if drawn.positions:
        document[LAYOUT_KEY] = {key: list(place) for key, place in drawn.positions.items()}
    if drawn.weights is not None:
        document[WEIGHTS_KEY] = drawn.weights.model_dump(mode="json")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(document, indent=1, ensure_ascii=False))


def holds_network(path: Path) -> bool:
    """Whether a file is a network's JSON, told from its keys."""
    try:
        document = _read_document(path) if path.suffix == ".json" else {}
    except UserError:
        return False
    return {"version", "nodes", "outputs"} <= document.keys()


def _read_document(path: Path) -> dict[str, Any]:
    hint = "Choose a file that was saved with 'Save network'."
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UserError(f"The file is too large for a network. Received: {path.name}.", hint)
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"The file cannot be read. Received: {path.name}, {error.strerror}.", hint) from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"The file is no JSON. Received: {path.name}.", hint) from error
    if not isinstance(document, dict):
        raise UserError(f"The file holds no network. Received: {path.name}.", hint)
    return document


def _weights(document: object) -> WeightsSource | None:
    """Where the network's first weights come from; None where that is not said, or no longer there."""
    try:
        source = WeightsSource.model_validate(document)
    except ValidationError:
        return None
    return source if not source.path or Path(source.path).exists() else None


def _positions(document: object) -> dict[str, Position]:
    """The places of nodes, without those that are none."""
    if not isinstance(document, Mapping):
        return {}
    return {
        str(key): (float(place[0]), float(place[1]))
        for key, place in document.items()
        if isinstance(place, list) and len(place) == 2 and all(isinstance(part, int | float) for part in place)
    }
