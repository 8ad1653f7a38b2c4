from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.runs.pair import RunPair

A, B, C = Path("/runs/a"), Path("/runs/b"), Path("/runs/c")


def test_swapping_tells_that_the_pair_changed(qtbot: QtBot) -> None:
    pair = RunPair()
    pair.choose(A, B)

    with qtbot.waitSignal(pair.changed):
        pair.swap()

    assert (pair.first, pair.second) == (B, A)


def test_the_same_pair_again_is_no_change(qtbot: QtBot) -> None:
    pair = RunPair()
    pair.choose(A, B)

    with qtbot.assertNotEmitted(pair.changed):
        pair.choose(A, B)


def test_a_run_is_compared_with_the_one_it_was_compared_with_last() -> None:
    pair = RunPair()
    pair.choose(A, B)

    pair.want(A)

    assert (pair.first, pair.second) == (A, B)


def test_run_b_becomes_a_when_it_is_asked_for() -> None:
    pair = RunPair()
    pair.choose(A, B)

    pair.want(B)

    assert (pair.first, pair.second) == (B, A)


def test_a_third_run_takes_the_place_of_run_b_as_partner() -> None:
    pair = RunPair()
    pair.choose(A, B)

    pair.want(C)

    assert (pair.first, pair.second) == (C, A)


def test_a_run_without_a_partner_waits_for_one() -> None:
    pair = RunPair()

    pair.want(A)

    assert (pair.first, pair.second) == (A, None)
