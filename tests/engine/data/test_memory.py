from pathlib import Path

import pytest

from engine.data import memory
from engine.data.memory import memory_budget_bytes

GIGABYTE = 2**30


@pytest.fixture(autouse=True)
def _own_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEMORY_TABLE", "GROUP_LIMIT", "GROUP_USE"):
        monkeypatch.setattr(memory, name, tmp_path / name)
    (tmp_path / "MEMORY_TABLE").write_text(f"MemTotal: 99 kB\nMemAvailable: {8 * 2**20} kB\n")


def test_half_of_the_free_memory_may_be_used() -> None:
    assert memory_budget_bytes() == 4 * GIGABYTE


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    (tmp_path / "GROUP_LIMIT").write_text(f"{3 * GIGABYTE}\n")
    (tmp_path / "GROUP_USE").write_text(f"{GIGABYTE}\n")

    assert memory_budget_bytes() == GIGABYTE


def test_a_container_without_limit_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "GROUP_LIMIT").write_text("max\n")
    (tmp_path / "GROUP_USE").write_text("5\n")

    assert memory_budget_bytes() == 4 * GIGABYTE


def test_systems_without_the_table_still_get_a_budget(tmp_path: Path) -> None:
    (tmp_path / "MEMORY_TABLE").unlink()

    assert memory_budget_bytes() > 0
