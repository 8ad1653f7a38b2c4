"""Problems are listed, counted and read in pages."""

from contextlib import closing
from pathlib import Path

import pytest

from engine.contract.dataset import ProblemCode
from engine.dataset.index.problem_pages import ProblemChoice, ProblemPages, list_problems
from engine.dataset.index.schema import connect_for_writing

PROBLEMS = (
    (1, "box_outside", "b.jpg", "line 3", "The box reaches out.", "repaired"),
    (2, "box_empty", "a.jpg", "line 1", "The box is empty.", "dropped"),
    (3, "box_outside", "c.jpg", "", "100 % outside.", "dropped"),
    (4, "unreadable", "b.jpg", "", "It is no picture.", "dropped"),
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.sqlite"
    with closing(connect_for_writing(path)) as connection:
        connection.executemany(
            "INSERT INTO problems (id, code, path, place, message, action, repair, found_by)"
            " VALUES (?, ?, ?, ?, ?, ?, 'Correct it.', 'listing')",
            PROBLEMS,
        )
    return path


def _ids(index: Path, choice: ProblemChoice) -> list[int]:
    return list(list_problems(index, choice).ids)


def test_problems_come_in_the_order_of_their_paths(index: Path) -> None:
    assert _ids(index, ProblemChoice()) == [2, 1, 4, 3]


def test_problems_are_sorted_by_any_column_from_either_end(index: Path) -> None:
    assert _ids(index, ProblemChoice(order="kind")) == [2, 1, 3, 4]
    assert _ids(index, ProblemChoice(order="message", is_descending=True)) == [1, 2, 4, 3]
    assert _ids(index, ProblemChoice(order="action"))[-1] == 1


def test_text_is_found_in_paths_and_messages_and_means_itself(index: Path) -> None:
    assert _ids(index, ProblemChoice(text="B.JPG")) == [1, 4]
    assert _ids(index, ProblemChoice(text="empty")) == [2]
    assert _ids(index, ProblemChoice(text="100 %")) == [3]
    assert _ids(index, ProblemChoice(text="%")) == [3]


def test_kinds_and_actions_narrow_the_list(index: Path) -> None:
    assert _ids(index, ProblemChoice(codes=(ProblemCode.BOX_OUTSIDE,))) == [1, 3]
    assert _ids(index, ProblemChoice(codes=(ProblemCode.BOX_OUTSIDE,), actions=("dropped",))) == [3]


def test_kinds_are_counted_whatever_kind_is_chosen(index: Path) -> None:
    listing = list_problems(index, ProblemChoice(codes=(ProblemCode.BOX_EMPTY,)))

    assert listing.kinds == (
        (ProblemCode.BOX_OUTSIDE, 2),
        (ProblemCode.BOX_EMPTY, 1),
        (ProblemCode.UNREADABLE, 1),
    )
    assert listing.total == 4


def test_pages_keep_the_order_of_the_ids_and_leave_out_what_is_gone(index: Path) -> None:
    pages = ProblemPages(index)

    rows = pages.read([4, 99, 2])
    pages.close()

    assert [row.id for row in rows] == [4, 2]
    assert rows[1].place == "line 1"
