"""The commands ``models`` and ``models show`` keep to the contract of the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.cli.app import run_command
from models.build import build_model
from models.catalogue import ARCHITECTURES, architecture
from tests.models.plain_networks import picture_and_numbers

LENET_1998 = {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"}


def document(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run_command(["models", *arguments, "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def refusal(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run_command(["models", *arguments]) == 1
    return capfd.readouterr().err


def test_the_catalogue_is_listed_with_its_numbers(capfd: pytest.CaptureFixture[str]) -> None:
    entries = {entry["name"]: entry for entry in document(capfd)}

    assert list(entries) == list(ARCHITECTURES)
    assert entries["lenet5"] == {
        "name": "lenet5",
        "title": "LeNet-5",
        "family": "classic",
        "tasks": ["classification"],
        "paper": "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition",
        "year": 1998,
        "default_input": [32, 32, 1],
        "parameters": 61_706,
        "editable": True,
        "default_for": [],
    }


def test_the_catalogue_can_be_narrowed_to_a_task(capfd: pytest.CaptureFixture[str]) -> None:
    classifiers = [entry["name"] for entry in document(capfd, "--task", "classification")]
    segmenters = [entry["name"] for entry in document(capfd, "--task", "semantic")]
    detectors = [entry["name"] for entry in document(capfd, "--task", "detection")]
    of_instances = [entry["name"] for entry in document(capfd, "--task", "instance")]
    localisers = [entry["name"] for entry in document(capfd, "--task", "localisation")]

    assert sorted(classifiers + segmenters + localisers + detectors + of_instances) == sorted(ARCHITECTURES)
    assert ("resnet18" in classifiers, "unet" in segmenters, "dense-detector" in detectors) == (True, True, True)
    assert document(capfd, "--task", "gan") == []


def test_a_network_is_shown_layer_by_layer(capfd: pytest.CaptureFixture[str]) -> None:
    shown = document(capfd, "show", "lenet5", "--input", "28x28x1", "--classes", "4")

    assert (shown["name"], shown["input"], shown["outputs"]) == ("lenet5", [28, 28, 1], {"scores": [4]})
    assert shown["parameters"] == shown["trainable_parameters"] == 61_706 - 6 * 85
    assert {layer["name"]: layer for layer in shown["layers"]}["c3"] == {
        "name": "c3",
        "type": "convolution",
        "inputs": ["s2"],
        "output_shape": [10, 10, 16],
        "parameters": 2_416,
        "multiply_adds": 240_000,
        "receptive_field": [14, 14],
        "stride": [2, 2],
        "effective": "exact",
    }


def test_a_graph_file_is_shown_like_a_network_of_the_catalogue(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(architecture("lenet5").graph((32, 32, 1), 10, **LENET_1998).to_json()))

    assert document(capfd, "show", str(path))["parameters"] == 60_850


def test_a_keras_file_is_shown_like_a_network_of_the_catalogue(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lenet5.keras"
    build_model(architecture("lenet5").graph((28, 28, 1), 10), seed=1).save(path)

    shown = document(capfd, "show", str(path))

    assert shown["parameters"] == 61_706
    assert shown["layers"][-1]["name"] == "scores"


def test_people_get_a_table_with_whole_names(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "140")

    assert run_command(["models", "show", "small-resnet-fast"]) == 0

    printed = capfd.readouterr().out
    assert "stage3_block1_convolution2_normalised" in printed
    assert "78,714 parameters" in printed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lenet6"], "Unknown network. Received: lenet6. Choose lenet5"),
        (["lenet5", "--input", "28x28"], "This is no size of pictures. Received: 28x28. Write height x width x"),
        (["lenet5", "--input", "0x28x1"], "This is no size of pictures. Received: 0x28x1."),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(
    arguments: list[str], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert refusal(capfd, "show", *arguments).startswith(sentence)


@pytest.mark.parametrize(
    "text", ["no json", "[1, 2]", '{"a": 1}', '{"version": 1, "nodes": [7], "outputs": []}', "[" * 9999]
)
def test_a_file_that_is_no_graph_is_refused(text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.json"
    path.write_text(text)

    told = refusal(capfd, "show", str(path))

    assert "Received: " in told
    assert "mistake of its own" not in told
    assert told.count("\n") == 1


def test_the_size_of_a_finished_network_cannot_be_chosen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(architecture("linear").graph().to_json()))

    assert "with --input or --classes" in refusal(capfd, "show", str(path), "--classes", "3")


def test_a_folder_without_a_run_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert "This is not a run." in refusal(capfd, "show", str(tmp_path))


def test_a_keras_file_with_several_inputs_and_outputs_is_shown(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    model = picture_and_numbers()
    model.save(tmp_path / "two.keras")

    shown = document(capfd, "show", str(tmp_path / "two.keras"))

    assert shown["outputs"] == {"age": [1], "kind": [4]}
    assert shown["parameters"] == model.count_params()
