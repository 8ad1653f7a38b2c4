"""Networks are saved with the places of their nodes, and opened with a reason where that fails."""

from pathlib import Path

import pytest

from engine.contract.errors import UserError
from gui.builder.drawn_network import DrawnNetwork
from gui.builder.graph_files import holds_network, read_network, write_network
from models.editing.edits import remove_nodes
from models.graph import Graph


def test_a_saved_network_is_opened_as_it_was(tmp_path: Path, chain: Graph) -> None:
    drawn = DrawnNetwork(chain, positions={"conv": (16.0, 24.0), "stage/": (0.0, 8.0)})

    write_network(tmp_path / "network.json", drawn)

    assert read_network(tmp_path / "network.json") == drawn
    assert holds_network(tmp_path / "network.json")


def test_a_broken_network_can_be_saved_as_well(tmp_path: Path, chain: Graph) -> None:
    broken = remove_nodes(chain, ["gap"])

    write_network(tmp_path / "network.json", DrawnNetwork(broken))

    assert read_network(tmp_path / "network.json").graph == broken


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "The file is no JSON."),
        ("[1, 2]", "The file holds no network."),
        ('{"images": [], "annotations": []}', "holds no network."),
        ('{"version": 1, "nodes": [{"name": "x", "type": "lambda"}], "outputs": ["x"]}', "holds no network."),
    ],
)
def test_what_is_no_network_is_refused_with_a_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    with pytest.raises(UserError) as refused:
        read_network(path)

    assert reason in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_network(tmp_path / "gone.json")


def test_label_files_are_no_networks(tmp_path: Path) -> None:
    (tmp_path / "coco.json").write_text('{"images": [], "annotations": []}')

    assert not holds_network(tmp_path / "coco.json")
    assert not holds_network(tmp_path)


def test_strange_places_are_left_out(tmp_path: Path, chain: Graph) -> None:
    write_network(tmp_path / "network.json", DrawnNetwork(chain, positions={"conv": (1.0, 2.0)}))
    text = (tmp_path / "network.json").read_text().replace('"layout": {', '"layout": {"pool": "left", "gap": [1],')
    (tmp_path / "network.json").write_text(text)

    assert read_network(tmp_path / "network.json").positions == {"conv": (1.0, 2.0)}
