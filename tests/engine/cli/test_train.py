"""The commands about runs, as somebody types them."""

import json
from pathlib import Path

import pytest
from PIL import Image

from engine.cli.app import run_command
from engine.cli.run_display import describe_epoch
from engine.contract.run_events import EpochDone, RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from models.catalogue import architecture
from models.graph import Graph
from tests.engine.training.small_run import CLASSES, small_config, stripes


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "stripes"
    for number, (picture, label) in enumerate(zip(*stripes(40, seed=1), strict=True)):
        path = folder / CLASSES[label] / f"{number:02d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture[..., 0]).save(path)
    return folder


def documents(capfd: pytest.CaptureFixture[str]) -> dict[str, object]:
    document: dict[str, object] = json.loads(capfd.readouterr().out)
    return document


def test_train_prints_the_documented_json(dataset: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    arguments = [
        "train",
        str(dataset),
        "--run",
        str(run),
        "--model",
        "linear",
        "--epochs",
        "2",
        "--seed",
        "3",
        "--json",
    ]

    code = run_command([*arguments, "--set", "learning_rate=0.01"])

    document = documents(capfd)
    assert code == 0
    assert list(document) == ["run", "state", "epochs", "best_epoch", "seconds", "metrics"]
    assert (document["state"], document["epochs"]) == ("finished", 2)
    config = RunFolder(run).read_config()
    assert (config.seed, config.training.learning_rate) == (3, 0.01)


def test_a_network_that_was_drawn_is_trained(dataset: Path, tmp_path: Path) -> None:
    graph = architecture("lenet5").graph((16, 16, 1), len(CLASSES), dropout=0.1)
    drawn = tmp_path / "drawn.json"
    drawn.write_text(json.dumps(graph.to_json()))

    code = run_command(["train", str(dataset), "--run", str(tmp_path / "run"), "--model", str(drawn), "--epochs", "1"])

    config = RunFolder(tmp_path / "run").read_config()
    assert code == 0
    assert config.network.name == "custom"
    assert Graph.from_json(config.network.graph) == graph


def test_a_run_is_repeated_and_resumed(dataset: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run_command(["train", str(dataset), "--run", str(first), "--model", "linear", "--epochs", "2", "--json"])
    before = documents(capfd)

    assert run_command(["run", str(first / "config.json"), "--run", str(second), "--json"]) == 0
    assert documents(capfd)["metrics"] == before["metrics"]

    assert run_command(["resume", str(second), "--epochs", "3", "--json"]) == 0
    assert documents(capfd)["epochs"] == 3


def test_a_run_starts_with_the_backbone_of_another_one(
    dataset: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first, second = RunFolder(tmp_path / "first"), RunFolder(tmp_path / "second")
    run_command(["train", str(dataset), "--run", str(first.path), "--model", "mlp", "--epochs", "1", "--json"])
    arguments = ["train", str(dataset), "--run", str(second.path), "--from", str(first.path), "--epochs", "2", "--json"]
    capfd.readouterr()

    code = run_command([*arguments, "--freeze-until", "hidden1_activation", "--unfreeze-epoch", "1"])

    assert code == 0
    assert documents(capfd)["epochs"] == 2
    config = second.read_config()
    assert config.network.frozen == ("flatten", "hidden1", "hidden1_activation")
    assert config.training.unfreeze_epoch == 1
    assert Preparation.load(second.preparation).describe() == Preparation.load(first.preparation).describe()
    assert "Weights: kept 2, new 1, dropped 0" in second.log.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "nowhere.keras"], "no run and no model"),
        (["--from", "imagenet"], "Choose one of vgg16"),
        (["--freeze-until", "nowhere"], "nowhere"),
        (["--task", "metric"], "cannot be trained yet"),
        (["--task", "instance"], "There are no outlines"),
        (["--model", "lenet6"], "lenet5"),
        (["--image-size", "huge"], "no size of pictures"),
        (["--set", "epoch=2"], "Did you mean epochs"),
    ],
)
def test_what_cannot_be_trained_is_one_sentence(
    dataset: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    code = run_command(["train", str(dataset), "--run", str(tmp_path / "run"), *arguments])
    assert code == 1
    assert message in capfd.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("command", ["pause", "stop"])
def test_asking_a_run_that_nobody_trains_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    folder = RunFolder(tmp_path)
    folder.write_config(small_config())
    folder.write_state(RunState(status=RunStatus.FINISHED))
    assert run_command([command, str(tmp_path)]) == 1
    assert "No process trains this run" in capfd.readouterr().err


def test_discarding_a_run_that_ended_moves_it_to_the_trash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.write_config(small_config())
    folder.write_state(RunState(status=RunStatus.FINISHED))
    assert run_command(["stop", str(folder.path), "--discard", "--json"]) == 0
    assert documents(capfd)["state"] == "stopped"
    assert not folder.path.exists()


def test_an_epoch_is_one_short_line() -> None:
    metrics = {"accuracy": 0.5, "loss": 1.25, "val_accuracy": 0.4, "val_loss": None}
    event = EpochDone(time=0, epoch=3, step=9, metrics=metrics, learning_rate=0.1, seconds=1.26, is_best=True)
    assert describe_epoch(event) == "epoch    3  loss 1.250 / –  accuracy 0.500 / 0.400  1.3 s  best"
