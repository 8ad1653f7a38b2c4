"""The processor is measured between two looks."""

from pathlib import Path

import pytest

from gui.frame import cpu
from gui.frame.cpu import CpuMeter


def _write(path: Path, *, busy: int, idle: int) -> None:
    path.write_text(f"cpu  {busy} 0 0 {idle} 0 0 0 0 0 0\ncpu0 1 2 3\n")


@pytest.fixture
def stat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "stat"
    monkeypatch.setattr(cpu, "_STAT", path)
    monkeypatch.setattr(cpu.os, "cpu_count", _two)
    return path


def _two() -> int:
    return 2


def test_the_first_look_tells_nothing(stat: Path) -> None:
    _write(stat, busy=10, idle=90)

    assert CpuMeter().read() is None


def test_the_second_look_tells_busy_cores(stat: Path) -> None:
    meter = CpuMeter()
    _write(stat, busy=10, idle=90)
    meter.read()
    _write(stat, busy=160, idle=140)

    assert meter.read() == pytest.approx(2 * 150 / 200)


def test_a_system_that_does_not_tell_gives_none(stat: Path) -> None:
    assert CpuMeter().read() is None
