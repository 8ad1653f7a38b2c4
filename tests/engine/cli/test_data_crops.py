"""The command ``data crops`` takes its options from the contract."""

from pathlib import Path

import pytest

from engine.cli.app import run_command


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--size", "7"), ("--moved", "21"), ("--background", "101"), ("--least-background", "-1")),
        *(("--near", "0.05"), ("--far", "1.5"), ("--seed", "-1")),
    ],
)
def test_what_the_contract_refuses_is_wrong_usage(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    assert run_command(["data", "crops", str(tmp_path), str(tmp_path / "out"), option, value]) == 2

    assert option in capfd.readouterr().err
    assert not (tmp_path / "out").exists()
