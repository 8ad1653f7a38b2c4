"""Cells of a table are changed, and nothing else of it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.errors import UserError
from engine.dataset.labels.cells import with_cells


@pytest.mark.parametrize(
    ("before", "cells", "after"),
    [
        ("path,label\na.png,cat\n", {(1, 1): "dog"}, "path,label\na.png,dog\n"),
        ("path,label\r\na.png,cat\r\nb.png,cat", {(2, 1): "dog"}, "path,label\r\na.png,cat\r\nb.png,dog"),
        ('path,label\n"a.png","cat", x \n', {(1, 1): "dog"}, 'path,label\n"a.png","dog", x \n'),
        ("path;label;note\na.png;cat;'1,5'\n", {(1, 1): "dog"}, "path;label;note\na.png;dog;'1,5'\n"),
        ("path,label\na.png,cat\n", {(1, 1): 'a "b", c'}, 'path,label\na.png,"a ""b"", c"\n'),
        ("path, label\na.png, cat\n", {(1, 1): "dog"}, "path, label\na.png, dog\n"),
        ("path,label\n\n\na.png,\n", {(3, 1): "dog"}, "path,label\n\n\na.png,dog\n"),
        ('path,label\na.png,"two\nlines"\nb.png,cat\n', {(2, 1): "dog"}, 'path,label\na.png,"two\nlines"\nb.png,dog\n'),
        ("path,label\na.png,cat\n", {}, "path,label\na.png,cat\n"),
    ],
)
def test_one_cell_changes_and_every_other_letter_stays(
    before: str, cells: dict[tuple[int, int], str], after: str
) -> None:
    assert with_cells(before, cells, name="labels.csv") == after


def test_a_cell_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match=r"labels\.csv"):
        with_cells("path,label\na.png\n", {(1, 1): "dog"}, name="labels.csv")


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=6).map(str.strip)


@given(st.lists(st.tuples(_TEXTS, _TEXTS, _TEXTS), min_size=1, max_size=5), st.data())
def test_whatever_a_table_holds_only_the_chosen_cell_changes(
    rows: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([("path,", "label,", "other,"), *rows])
    row, value = data.draw(st.integers(1, len(rows))), data.draw(_TEXTS)

    changed = with_cells(text.getvalue(), {(row, 1): value}, name="labels.csv")

    found = list(csv.reader(io.StringIO(changed, newline=""), skipinitialspace=True))
    wanted = [list(cells) for cells in rows]
    wanted[row - 1][1] = value
    assert [[cell.strip() for cell in cells] for cells in found[1:]] == wanted
