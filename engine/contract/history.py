"""Reading ``history.csv``: one row for each epoch, in words that need no program."""

import csv
from pathlib import Path


def read_history(path: Path) -> list[dict[str, float]]:
    """The epochs of a run, oldest first; empty before the first one. Cells that are no numbers are left out."""
    try:
        with path.open(newline="", encoding="utf-8") as stream:
            return [_numbers(row) for row in csv.DictReader(stream)]
    except (OSError, csv.Error):
        return []


def _numbers(row: dict[str, str]) -> dict[str, float]:
    numbers = {}
    for name, cell in row.items():
        try:
            numbers[name] = float(cell)
        except (TypeError, ValueError):
            continue
    return numbers
