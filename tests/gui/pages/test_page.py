"""The frame of all pages: header, tabs, folding details, messages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.notice import Notice
from gui.pages.page import Page, PageText
from gui.widgets.button import Button, ButtonKind
from gui.widgets.tabs import TabBar

TEXT = PageText("data", "Data", "The pictures.")


def _make_page(qtbot: QtBot) -> Page:
    page = Page(TEXT)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    return page


def test_the_first_tab_is_shown_and_a_click_shows_another(qtbot: QtBot) -> None:
    page = _make_page(qtbot)
    pictures, problems = QLabel("pictures"), QLabel("problems")
    page.add_tab("pictures", "Pictures", pictures)
    page.add_tab("problems", "Problems", problems)
    page.show()
    tabs = next(bar for bar in page.findChildren(TabBar) if bar.choices)

    with qtbot.waitSignal(page.tab_changed) as changed:
        qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.choice_rects()[1].center().toPoint())

    assert changed.args == ["problems"]
    assert problems.isVisible()
    assert not pictures.isVisible()


def test_a_tab_that_goes_leaves_its_place_to_the_first_one(qtbot: QtBot) -> None:
    page = _make_page(qtbot)
    pictures, masks = QLabel("pictures"), QLabel("masks")
    page.add_tab("pictures", "Pictures", pictures)
    page.add_tab("masks", "Masks", masks)
    page.set_tab_note("masks", "7")
    page.show()
    page.show_tab("masks")

    page.set_tab_shown("masks", is_shown=False)

    tabs = next(bar for bar in page.findChildren(TabBar) if bar.choices)
    assert [choice.name for choice in tabs.choices] == ["pictures"]
    assert page.current_tab == "pictures"
    assert pictures.isVisible()
    page.set_tab_shown("masks", is_shown=True)
    assert [choice.note for choice in tabs.choices] == ["", "7"]
    assert page.current_tab == "pictures"


def test_the_primary_button_stays_last_in_the_header(qtbot: QtBot) -> None:
    page = _make_page(qtbot)
    primary, other = Button("Train", ButtonKind.PRIMARY), Button("Repeat")

    page.set_primary(primary)
    page.add_action(other)
    page.show()

    assert other.x() < primary.x()


def test_folded_details_give_their_room_and_can_come_back(qtbot: QtBot) -> None:
    page = _make_page(qtbot)
    page.show()

    with qtbot.waitSignal(page.details_folded) as folded:
        qtbot.mouseClick(page.details.fold_button, Qt.MouseButton.LeftButton)

    assert folded.args == [True]
    assert page.are_details_folded
    page.toggle_details()
    assert page.details.isVisible()
    assert page.details.width() == 320 - 1


def test_a_message_takes_room_only_while_it_is_there(qtbot: QtBot) -> None:
    page = _make_page(qtbot)
    page.show()

    page.show_notice(Notice("info", "Resumed."))

    assert page.banners.isVisible()
    page.banners.clear()
    assert page.banners.isHidden()
