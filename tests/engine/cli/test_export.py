import json
from pathlib import Path

import pytest

from engine.cli.app import run_command
from engine.contract.run_folder import RunFolder


def test_a_network_is_written_and_compared(
    linear_run: RunFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "network.keras"

    assert run_command(["export", str(linear_run.path), str(out), "--to", "keras", "--json"]) == 0

    document = json.loads(capfd.readouterr().out)
    assert list(document) == ["format", "path", "bytes", "checked_images", "max_abs_difference", "agreement"]
    assert (document["format"], document["path"], document["agreement"]) == ("keras", str(out), 1.0)
    assert document["bytes"] == out.stat().st_size


def test_people_read_a_sentence(linear_run: RunFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["export", str(linear_run.path), str(tmp_path / "network.keras")]) == 0

    assert "100.0% the same class" in capfd.readouterr().out


def test_a_format_that_is_not_there_yet_is_the_users_error(
    linear_run: RunFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["export", str(linear_run.path), str(tmp_path / "network.onnx"), "--to", "onnx"]) == 1

    assert "Choose one of: keras" in capfd.readouterr().err
