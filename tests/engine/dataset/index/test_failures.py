import sqlite3
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from engine.dataset.index.failures import failures_in_words
from engine.dataset.index.schema import connect_for_writing, transaction


def test_full_disk_is_a_sentence_with_a_next_step(tmp_path: Path) -> None:
    connection = connect_for_writing(tmp_path / "index.sqlite")
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")

    rows = [(str(key), "x" * 4000) for key in range(50)]

    with (
        pytest.raises(UserError, match="disk is full") as caught,
        failures_in_words(tmp_path / "index.sqlite"),
        transaction(connection),
    ):
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)

    assert "Make room" in caught.value.hint
    assert connection.execute("SELECT count(*) FROM meta").fetchone()[0] == 0
    connection.close()


def test_transaction_leaves_nothing_of_a_change_that_failed(tmp_path: Path) -> None:
    connection = connect_for_writing(tmp_path / "index.sqlite")

    with pytest.raises(sqlite3.IntegrityError), transaction(connection):
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("a", "1"), ("a", "2")])

    assert connection.execute("SELECT count(*) FROM meta").fetchone()[0] == 0
    connection.close()
