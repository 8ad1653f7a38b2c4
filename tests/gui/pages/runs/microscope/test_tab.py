"""Which runs and pictures the microscope shows."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.class_vectors import ReadClassVectors
from gui.pages.runs.microscope.pane_masks import TRUTH, PaneKey
from gui.pages.runs.microscope.tab import MicroscopeTab
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.pages.runs.microscope.driving import (
    panes,
)
from tests.gui.pages.runs.microscope.sample_masks import (
    A,
    B,
    write_ious,
    write_mask_run,
)


def test_only_coarse_networks_are_offered_for_stitching(answered: MicroscopeTab, runs: tuple[Path, Path]) -> None:
    stitched = answered.bar.stitched

    assert [stitched.itemData(row) for row in range(stitched.count())] == [None, runs[1]]
    assert stitched.itemText(1) == "Stitch coarse, 16 passes"


def test_a_stitched_network_gets_one_more_pane_and_only_that_is_asked(
    qtbot: QtBot, answered: MicroscopeTab, runs: tuple[Path, Path], answers: Answers
) -> None:
    asked = len(answers.asked(ReadClassVectors))
    answered.bar.stitched.value_changed.emit(runs[1])
    qtbot.waitUntil(lambda: len(answers.asked(ReadClassVectors)) > asked)

    command = answers.asked(ReadClassVectors)[-1]
    assert [pane.title.name for pane in panes(answered)] == ["unet-1", "coarse", "Stitched coarse", "Truth"]
    assert (command.run, command.is_stitched) == (str(runs[1]), True)
    assert len(answers.asked(ReadClassVectors)) == asked + 1
    assert panes(answered)[2].viewer.zoom == panes(answered)[0].viewer.zoom > 0


def test_pictures_come_first_where_the_runs_differ_most(
    qtbot: QtBot, tab: MicroscopeTab, quiet_session: Session, runs: tuple[Path, Path]
) -> None:
    write_ious(runs[0], {A: 0.5, B: 0.9})
    write_ious(runs[1], {A: 0.6, B: 0.2})
    quiet_session.group.choose(runs[::-1])
    qtbot.waitUntil(lambda: panes(tab)[0].title.name == "coarse")

    source = tab.content.strip._source
    assert [source.item(place).path for place in range(2)] == [B, A]
    assert source.item(0).label == "IoU 20.0 % to 90.0 %"
    assert source.item(1).is_pinned


def test_a_run_that_is_gone_loses_its_pane(
    qtbot: QtBot, tab: MicroscopeTab, quiet_session: Session, runs: tuple[Path, Path]
) -> None:
    shutil.rmtree(runs[1])
    quiet_session.library.refresh()
    qtbot.waitUntil(lambda: len(panes(tab)) == 2)

    assert [pane.key for pane in panes(tab)] == [PaneKey(runs[0]), TRUTH]


def test_runs_of_different_pictures_are_refused_in_a_sentence(
    qtbot: QtBot, tab: MicroscopeTab, quiet_session: Session, runs: tuple[Path, Path], tmp_path: Path
) -> None:
    quiet_session.group.choose([runs[0], write_mask_run("other", tmp_path / "elsewhere")])
    qtbot.waitUntil(lambda: "different datasets" in tab.sentence)

    assert "elsewhere, shapes" in tab.sentence


def test_choosing_a_run_of_other_pictures_replaces_the_runs(
    tab: MicroscopeTab, quiet_session: Session, runs: tuple[Path, Path], tmp_path: Path
) -> None:
    other = write_mask_run("other", tmp_path / "elsewhere")
    quiet_session.library.refresh()
    tab.bar.toggle(other)

    assert quiet_session.group.runs == (other,)


def test_without_runs_the_view_says_what_to_do(
    qtbot: QtBot, tab: MicroscopeTab, quiet_session: Session, runs: tuple[Path, Path]
) -> None:
    quiet_session.group.choose([])
    chosen_none = tab.sentence
    assert not panes(tab)
    assert not tab.content.details.sections
    assert not tab.bar.sets.isVisible()
    for run in runs:
        shutil.rmtree(run)
    quiet_session.library.refresh()

    assert chosen_none == "Choose runs above: each gets a pane."
    assert "Train one" in tab.sentence


def test_the_runs_of_the_last_time_come_back(
    qtbot: QtBot, quiet_session: Session, settings: SettingsStore, runs: tuple[Path, Path]
) -> None:
    settings.change(microscope_runs=tuple(str(run) for run in runs))
    qtbot.addWidget(MicroscopeTab(quiet_session, settings))

    assert quiet_session.group.runs == runs


def test_return_opens_the_network_of_a_pane_in_inspect(
    qtbot: QtBot, answered: MicroscopeTab, quiet_session: Session, runs: tuple[Path, Path], dataset: Path
) -> None:
    with qtbot.waitSignal(quiet_session.page_requested) as requested:
        qtbot.keyClick(panes(answered)[1].viewer, Qt.Key.Key_Return)

    assert requested.args == ["inspect"]
    assert quiet_session.inspection.run == runs[1]
    assert quiet_session.inspection.question.image == dataset / A
