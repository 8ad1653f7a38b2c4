"""The header of a page gives its room to tabs and actions."""

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.header import PageHeader
from gui.pages.page import Page, PageText
from gui.widgets.button import Button, ButtonKind
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.tabs import TabBar

TEXT = PageText("network", "Network", "The network.")
TABS = ("Canvas", "Layers", "Catalogue", "Compare", "Preparation", "Script")


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page(TEXT)
    qtbot.addWidget(page)
    for name in TABS:
        page.add_tab(name.lower(), name, Label(name))
    page.set_primary(Button("Train", ButtonKind.PRIMARY))
    page.set_details_folded(True)
    return page


def _title(page: Page) -> Label:
    return next(label for label in page.findChildren(Label) if label.text() == "Network")


def _header(page: Page) -> PageHeader:
    return next(iter(page.findChildren(PageHeader)))


def _tabs(page: Page) -> TabBar:
    return next(iter(_header(page).findChildren(TabBar)))


def test_a_wide_page_shows_its_title(page: Page) -> None:
    page.resize(1208, 772)
    page.show()

    assert _title(page).isVisible()


def test_in_a_narrow_page_the_tabs_stay_and_the_title_goes(page: Page) -> None:
    page.resize(page.minimumSizeHint().width(), 652)
    page.show()

    assert not _title(page).isVisible()
    assert page.primary is not None
    assert page.primary.visibleRegion().boundingRect() == page.primary.rect()


def test_the_title_comes_back_with_the_room(qtbot: QtBot, page: Page) -> None:
    page.resize(page.minimumSizeHint().width(), 652)
    page.show()

    page.resize(1208, 772)

    qtbot.waitUntil(_title(page).isVisible)


def test_tabs_come_before_a_long_context(qtbot: QtBot, page: Page) -> None:
    page.set_context("Small residual network, accurate for a dataset with a long name, 10 classes")
    page.resize(900, 652)
    page.show()

    assert _tabs(page).snug_width > 0
    qtbot.waitUntil(lambda: _tabs(page).hidden_choices == ())


def test_of_a_long_context_the_first_words_stay_and_the_last_tabs_go_into_their_menu(qtbot: QtBot, page: Page) -> None:
    page.set_context("nuclei-mask-rcnn-2, small-mask-rcnn, epoch 199")
    tabs = _tabs(page)
    page.show()

    page.resize(_header(page).minimumSizeHint().width() + tabs.snug_width - tabs.minimumSizeHint().width() + 20, 652)

    qtbot.waitUntil(lambda: tabs.hidden_choices != ())
    context = next(label for label in page.findChildren(ElidedLabel) if "mask" in label.full_text())
    assert context.width() >= 90
