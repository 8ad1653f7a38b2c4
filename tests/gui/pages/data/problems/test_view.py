"""The Problems tab lists, filters, sorts, copies and saves what is wrong, also when it is much."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.contract.commands import DecodePicture
from engine.contract.dataset import ProblemCode, ProblemRow, Split
from engine.contract.events import Failed, PictureDecoded, Progress
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.schema import connect_for_writing
from gui.pages.data.problems.detail import ProblemDetails
from gui.pages.data.problems.picture import ProblemPicture
from gui.pages.data.problems.repairs import repairs_of
from gui.pages.data.problems.table import message_of
from gui.pages.data.problems.view import ProblemsView
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset, write_pictures

CODES = ("box_outside", "box_empty", "near_duplicate")


def _add_problems(index: Path, count: int) -> None:
    with closing(connect_for_writing(index)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO problems (code, path, place, message, action, repair, found_by)"
            " VALUES (?, ?, ?, 'A box is wrong.', 'kept', 'Draw it again.', 'check')",
            ((CODES[n % 3], f"circle/{n:06}.png", f"line {n}") for n in range(count)),
        )
        connection.execute("COMMIT")


@pytest.fixture
def index(quiet_session: Session, tmp_path: Path) -> DatasetIndex:
    return show_dataset(quiet_session, write_pictures(tmp_path / "pictures"))


@pytest.fixture
def view(qtbot: QtBot, index: DatasetIndex) -> Iterator[ProblemsView]:
    _add_problems(index.path, 3000)
    view = ProblemsView()
    qtbot.addWidget(view)
    view.resize(856, 600)
    view.show()
    view.set_index(index)
    qtbot.waitUntil(partial(_shows, view, 3001))
    yield view
    view.set_index(None)


def _shows(view: ProblemsView, count: int) -> bool:
    return view.table.problems.rowCount() == count


def _text(view: ProblemsView, row: int, column: int) -> object:
    return view.table.problems.index(row, column).data()


def _problem(code: ProblemCode, related: str | None = None) -> ProblemRow:
    return ProblemRow(
        id=1,
        image_id=1,
        code=code,
        path="a.png",
        place="",
        message="It is.",
        action="kept",
        repair="Do.",
        related=related,
    )


def test_only_the_pages_on_screen_are_read(view: ProblemsView) -> None:
    view.table.scrollToBottom()
    view.grab()

    assert _text(view, 3000, 1) == "circle/broken.png"
    assert len(view.table.problems._kept) <= 12


def test_typing_narrows_the_list(qtbot: QtBot, view: ProblemsView) -> None:
    qtbot.keyClicks(view.filter.search, "00299")

    qtbot.waitUntil(partial(_shows, view, 11))  # 299 and 2990 to 2999


def test_a_click_on_a_heading_sorts(qtbot: QtBot, view: ProblemsView) -> None:
    header = view.table.horizontalHeader()

    with qtbot.waitSignal(view.listed):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 16))

    assert _text(view, 0, 0) == "Box empty"


def test_a_kind_is_shown_alone_and_its_numbers_stay(qtbot: QtBot, view: ProblemsView) -> None:
    with qtbot.waitSignal(view.listed) as listed:
        view.filter.show_kind(ProblemCode.NEAR_DUPLICATE)

    assert len(listed.args[0].ids) == 1000
    assert (ProblemCode.BOX_EMPTY, 1000) in listed.args[0].kinds
    assert view.filter.kind.kept == "Near duplicate"


def test_the_chosen_problem_stays_chosen_when_more_are_found(
    qtbot: QtBot, view: ProblemsView, index: DatasetIndex
) -> None:
    view.table.selectRow(2)
    before = view.table.current
    _add_problems(index.path, 5)

    view.set_index(index)
    qtbot.waitUntil(partial(_shows, view, 3006))

    assert before is not None
    assert view.table.current == before


def test_the_list_is_copied_as_text(qtbot: QtBot, view: ProblemsView) -> None:
    with qtbot.waitSignal(view.noticed) as noticed:
        qtbot.mouseClick(view.filter.copy_list, Qt.MouseButton.LeftButton)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 3001
    assert lines[0] == "circle/000000.png, line 0: A box is wrong. (kept) Draw it again."
    assert "3,001 problems" in noticed.args[0].text


def test_the_list_is_saved_as_csv(qtbot: QtBot, view: ProblemsView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.noticed):
        view.save(str(tmp_path / "problems.csv"))

    lines = (tmp_path / "problems.csv").read_text().splitlines()
    assert lines[0] == "path,place,kind,message,done,repair,related"
    assert lines[1] == "circle/000000.png,line 0,box_outside,A box is wrong.,kept,Draw it again.,"
    assert len(lines) == 3002


def test_a_folder_that_cannot_be_written_is_told(qtbot: QtBot, view: ProblemsView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.noticed) as noticed:
        view.save(str(tmp_path / "nowhere" / "problems.csv"))

    assert noticed.args[0].kind == "error"


def test_without_problems_the_page_is_proud(qtbot: QtBot, index: DatasetIndex) -> None:
    with closing(connect_for_writing(index.path)) as connection:
        connection.execute("DELETE FROM problems")
    view = ProblemsView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.listed):
        view.set_index(index)
    view.set_pictures(740)

    assert view.sentence == "No problems found in 740 pictures."
    view.set_progress(Progress(what="Comparing pictures", done=20, total=740))
    assert view.sentence == "No problem found so far."


def test_a_leak_can_be_repaired_by_moving_both_pictures() -> None:
    splits = {"a.png": Split.TRAIN, "b.png": Split.TEST}

    repairs = repairs_of(_problem(ProblemCode.SPLIT_LEAK, "b.png"), splits)

    assert [repair.text for repair in repairs] == ["Move both into train", "Move both into test"]
    assert dict(repairs[0].moved) == {"a.png": Split.TRAIN, "b.png": Split.TRAIN}


def test_duplicates_in_one_split_need_no_move() -> None:
    splits = {"a.png": Split.TRAIN, "b.png": Split.TRAIN}

    assert repairs_of(_problem(ProblemCode.NEAR_DUPLICATE, "b.png"), splits) == ()


def test_a_missing_class_asks_for_another_division() -> None:
    (repair,) = repairs_of(_problem(ProblemCode.CLASS_NOT_IN_SPLIT), {})

    assert repair.moved == ()


def test_other_problems_only_say_what_to_do() -> None:
    assert repairs_of(_problem(ProblemCode.BOX_EMPTY), {"a.png": Split.TRAIN}) == ()


def test_two_pictures_of_a_leak_are_shown_side_by_side(
    qtbot: QtBot, quiet_session: Session, answers: Answers, index: DatasetIndex
) -> None:
    details = ProblemDetails(quiet_session.client)
    qtbot.addWidget(details)

    details.set_index(index)
    details.set_problem(_problem(ProblemCode.SPLIT_LEAK, "b.png"))

    assert [Path(command.path).name for command in answers.asked(DecodePicture)] == ["a.png", "b.png"]
    assert [picture.isHidden() for picture in details.pictures] == [False, False]


def test_a_problem_without_a_place_has_no_mark_and_an_empty_box_has_one(
    qtbot: QtBot, quiet_session: Session, answers: Answers, tmp_path: Path
) -> None:
    picture = ProblemPicture(quiet_session.client)
    qtbot.addWidget(picture)
    picture.resize(200, 168)
    picture.show_picture(tmp_path / "a.png", (100.0, 50.0, 100.0, 50.0))
    pixels = np.zeros((84, 100, 3), dtype=np.uint8)

    answers.answer(DecodePicture, PictureDecoded(path="a.png", width=200, height=168), pixels)

    mark = picture.mark_rect()
    assert mark is not None
    assert (mark.width(), mark.height()) == (12.0, 12.0)
    assert (mark.center().x(), mark.center().y()) == (100.0, 50.0)
    picture.show_picture(tmp_path / "a.png", None)
    assert picture.mark_rect() is None


def test_a_picture_that_cannot_be_read_says_so(
    qtbot: QtBot, quiet_session: Session, answers: Answers, tmp_path: Path
) -> None:
    picture = ProblemPicture(quiet_session.client)
    qtbot.addWidget(picture)
    picture.show_picture(tmp_path / "a.png")

    answers.answer(DecodePicture, Failed(message="It is broken.", hint=""))

    assert picture.words == "There is no picture to show."


def test_a_message_does_not_repeat_the_paths_beside_it() -> None:
    leak = _problem(ProblemCode.SPLIT_LEAK, "train/b.png").model_copy(
        update={"path": "val/a.png", "message": "val/a.png (validation) looks like train/b.png (training)."}
    )

    assert message_of(leak) == "It (validation) looks like b.png (training)."
    assert message_of(_problem(ProblemCode.BOX_EMPTY)) == "It is."
