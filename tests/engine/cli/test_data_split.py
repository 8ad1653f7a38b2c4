"""The command ``data split`` keeps to the contract of the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.cli.app import run_command
from tests.engine.dataset.small_datasets import save_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    paths = [f"{kind}/clip{number // 5}_{number}.png" for kind in ("cat", "dog") for number in range(20)]
    return save_pictures(tmp_path / "data", paths)


def document(capfd: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> Any:
    assert run_command(["data", "split", str(folder), *arguments, "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_without_options_the_split_is_told(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, folder)

    assert found["splits"] == {"train": 32, "validation": 8}
    assert found["moved"] == 0
    assert found["out"] is None
    assert found["config"]["validation_fraction"] == 0.2


def test_what_is_not_given_stays_as_it_was(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    document(capfd, folder, "--validation", "0.1", "--test", "0.2")

    found = document(capfd, folder, "--seed", "5")

    assert found["splits"] == {"train": 28, "validation": 4, "test": 8}
    assert found["config"]["seed"] == 5


def test_groups_stay_together(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "split.csv"

    found = document(capfd, folder, "--group-by", "name", "--pattern", r"^(clip\d+)_", "--out", str(out))

    rows = [line.split(",") for line in out.read_text().splitlines()[1:]]
    assert found["out"] == str(out)
    assert len({(Path(path).name.split("_")[0], split) for path, split in rows}) == 4


def test_folds_take_turns(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, folder, "--folds", "4", "--fold", "3")

    assert found["splits"] == {"train": 30, "validation": 10}


def test_a_split_file_is_followed(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("path,split\ncat/clip0_0.png,test\ngone.png,train\n")

    found = document(capfd, folder, "--use", str(file))

    assert found["splits"]["test"] == 1
    assert found["moved"] == 1
    (problem,) = (problem for problem in found["problems"] if problem["code"] == "missing_picture")
    assert (problem["path"], problem["place"]) == ("gone.png", "mine.csv, row 3")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--group-by", "name", "--pattern", "("], "no regular expression"),
        (["--folds", "3", "--fold", "3"], "no such fold"),
        (["--use", "nowhere.csv"], "Cannot read the split file"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    folder: Path, arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["data", "split", str(folder), *arguments]) == 1
    assert words in capfd.readouterr().err


def test_people_read_a_sentence(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["data", "split", str(folder)]) == 0
    assert "Training uses train 32, validation 8" in capfd.readouterr().out
