"""The command ``models script`` keeps to the contract of the command line."""

import json
from pathlib import Path

import pytest

from engine.cli.app import run_command
from models.catalogue import architecture
from models.script import write_script


def test_a_network_of_the_catalogue_is_written(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "networks" / "network.py"

    code = run_command(["models", "script", "lenet5", str(out), "--input", "28x28x1", "--classes", "4", "--json"])

    assert code == 0
    assert json.loads(capfd.readouterr().out) == {
        "name": "lenet5",
        "path": str(out),
        "lines": len(out.read_text().splitlines()),
        "parameters": 61_196,
        "functions": ["build"],
    }
    assert out.read_text() == write_script(architecture("lenet5").graph((28, 28, 1), 4))


def test_a_graph_file_is_written(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    graph = architecture("mlp").graph(width=8)
    (tmp_path / "graph.json").write_text(json.dumps(graph.to_json()))

    code = run_command(["models", "script", str(tmp_path / "graph.json"), str(tmp_path / "network.py")])

    assert code == 0
    assert "only Keras is needed" in capfd.readouterr().out
    assert (tmp_path / "network.py").read_text() == write_script(graph)


def test_a_file_that_is_no_script_is_refused(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run_command(["models", "script", "lenet5", str(tmp_path / "network.txt")]) == 1

    assert "End it with .py" in capfd.readouterr().err


def test_an_unknown_network_is_refused_with_the_closest_names(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run_command(["models", "script", "lenet", str(tmp_path / "network.py")]) == 1

    assert "Choose lenet5" in capfd.readouterr().err
