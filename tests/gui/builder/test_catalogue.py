"""The catalogue appears at once, is searched, sorted and walked through by keyboard, and tells what is known."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.builder.analyses import catalogue_analysis
from gui.builder.architecture_card import ArchitectureCard
from gui.builder.architecture_facts import ArchitectureFacts, fact_rows, input_rows
from gui.builder.card_grid import NARROWEST_PX
from gui.builder.catalogue import Catalogue
from gui.widgets.value_rows import ValueRows
from models.catalogue import ARCHITECTURES, architecture


@pytest.fixture
def catalogue(qtbot: QtBot) -> Catalogue:
    catalogue = Catalogue(ARCHITECTURES)
    qtbot.addWidget(catalogue)
    catalogue.resize(888, 716)
    catalogue.show()
    return catalogue


def _shown(catalogue: Catalogue) -> list[str]:
    return [name for name, card in catalogue.cards.items() if not card.isHidden()]


def _texts(widget: ArchitectureFacts) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_it_appears_at_once_and_counts_behind_the_window(qtbot: QtBot) -> None:
    started = time.thread_time()

    catalogue = Catalogue(ARCHITECTURES)
    qtbot.addWidget(catalogue)
    catalogue.show()

    assert time.thread_time() - started < 1.5
    qtbot.waitUntil(lambda: {"61.7 k parameters", "32 × 32 × 1"} <= set(_card_texts(catalogue, "lenet5")))
    qtbot.waitUntil(lambda: "60.3 M parameters" in _card_texts(catalogue, "resnet152"))


def _card_texts(catalogue: Catalogue, name: str) -> list[str]:
    return [label.text() for label in catalogue.cards[name].findChildren(QLabel)]


@pytest.mark.parametrize("name", ["alexnet", "vgg19", "unet"])
def test_the_facts_of_a_card_are_whole_on_the_narrowest_one(qtbot: QtBot, name: str) -> None:
    entry = architecture(name)
    card = ArchitectureCard(entry)
    qtbot.addWidget(card)
    card.set_analysis(catalogue_analysis(name))
    card.resize(NARROWEST_PX, card.sizeHint().height())
    card.show()

    facts = [label for label in card.findChildren(QLabel) if "parameters" in label.text() or "×" in label.text()]

    assert len(facts) == 2
    assert all(label.width() >= label.fontMetrics().horizontalAdvance(label.text()) for label in facts)
    assert max(label.geometry().right() for label in facts) < NARROWEST_PX


def test_a_search_keeps_only_what_fits(qtbot: QtBot, catalogue: Catalogue) -> None:
    qtbot.keyClicks(catalogue.bar.search, "lenet")

    assert "lenet5" in _shown(catalogue)
    assert "resnet18" not in _shown(catalogue)


def test_a_search_without_a_hit_says_so_and_can_be_taken_back(qtbot: QtBot, catalogue: Catalogue) -> None:
    qtbot.keyClicks(catalogue.bar.search, "perpetuum mobile")
    assert catalogue.show_all.isVisible()

    qtbot.mouseClick(catalogue.show_all, Qt.MouseButton.LeftButton)

    assert len(_shown(catalogue)) == len(ARCHITECTURES)


def test_the_order_is_chosen_by_keyboard(qtbot: QtBot, catalogue: Catalogue) -> None:
    qtbot.waitUntil(lambda: "60.3 M parameters" in _card_texts(catalogue, "resnet152"))
    qtbot.keyClick(catalogue.bar.order, Qt.Key.Key_Down)
    qtbot.keyClick(catalogue.bar.order, Qt.Key.Key_Down)

    assert catalogue.grid.cards[0] is catalogue.cards["linear"]


def test_only_networks_that_fit_the_pictures_are_kept(qtbot: QtBot, catalogue: Catalogue) -> None:
    assert not catalogue.bar.fits.isEnabled()
    assert catalogue.bar.fits.toolTip() == "Needs data first. Open a folder of pictures."
    catalogue.set_picture_side(28)

    qtbot.mouseClick(catalogue.bar.fits, Qt.MouseButton.LeftButton)

    assert "alexnet" not in _shown(catalogue)
    assert "lenet5" in _shown(catalogue)


def test_arrow_keys_move_and_show_what_is_known(qtbot: QtBot, catalogue: Catalogue) -> None:
    catalogue.cards["linear"].setFocus()

    with qtbot.waitSignal(catalogue.selected):
        qtbot.keyClick(catalogue.cards["linear"], Qt.Key.Key_Right)

    assert catalogue.cards["mlp"].hasFocus()
    assert catalogue.facts.entry is architecture("mlp")


def test_down_leads_to_the_card_below_and_end_to_the_last(qtbot: QtBot, catalogue: Catalogue) -> None:
    first = catalogue.cards["linear"]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    below = catalogue.focusWidget()
    qtbot.keyClick(below, Qt.Key.Key_End)

    assert below is not None
    assert below.y() > first.y()
    assert below.x() == first.x()
    assert catalogue.focusWidget() is catalogue.grid.cards[-1]


def test_tab_reaches_one_card_only(catalogue: Catalogue) -> None:
    reached = [card for card in catalogue.grid.cards if card.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert len(reached) == 1


def test_a_click_and_space_choose_and_return_opens(qtbot: QtBot, catalogue: Catalogue) -> None:
    card = catalogue.cards["lenet5"]

    with qtbot.waitSignal(catalogue.chosen) as clicked:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(catalogue.chosen) as pressed:
        qtbot.keyClick(card, Qt.Key.Key_Space)
    with qtbot.waitSignal(catalogue.opened) as opened:
        qtbot.keyClick(card, Qt.Key.Key_Return)

    assert clicked.args == pressed.args == opened.args == ["lenet5"]


def test_fewer_columns_fit_a_narrow_window(qtbot: QtBot, catalogue: Catalogue) -> None:
    catalogue.resize(632, 596)

    qtbot.waitUntil(lambda: catalogue.cards["lenet5"].y() > catalogue.cards["linear"].y())


@pytest.mark.parametrize("name", list(ARCHITECTURES))
def test_every_architecture_tells_what_is_known_of_it(qtbot: QtBot, name: str) -> None:
    facts = ArchitectureFacts()
    qtbot.addWidget(facts)
    entry = architecture(name)

    facts.show_entry(entry)

    assert entry.idea in _texts(facts)
    assert entry.introduced in _texts(facts)
    assert len(facts.findChildren(ValueRows)) == 1 + len(entry.facts)


def test_published_numbers_stand_with_their_variant() -> None:
    fact = architecture("lenet5").facts[0]

    assert ("Parameters", "61,706") in fact_rows(fact)
    assert ("Receptive field", "32 px") in fact_rows(fact)
    assert input_rows(architecture("alexnet"))[0] == ("Pictures", "227 × 227 × 3")


def test_the_buttons_use_and_compare(qtbot: QtBot, catalogue: Catalogue) -> None:
    catalogue.set_chosen("resnet18")
    catalogue.facts.show()
    qtbot.addWidget(catalogue.facts)

    with qtbot.waitSignal(catalogue.chosen) as chosen:
        qtbot.mouseClick(catalogue.facts.use, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(catalogue.compare_wanted) as compared:
        qtbot.mouseClick(catalogue.facts.compare, Qt.MouseButton.LeftButton)

    assert chosen.args == compared.args == ["resnet18"]
