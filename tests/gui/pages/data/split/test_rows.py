"""The dialog of splits says what a division means, and what is wrong with it."""

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.dataset.index.distributions import ClassTotals
from gui.pages.data.details import division_words
from gui.pages.data.split.dialog import SplitDialog
from gui.pages.data.split.numbers import division_problem, folds_of, kept_shares, notes_on, split_rows

CLASSES = (
    ClassTotals("cat", 0, 12, 0, None, {Split.TRAIN: 10, Split.VALIDATION: 2}),
    ClassTotals("owl", 1, 1, 0, None, {Split.TRAIN: 1}),
    ClassTotals("yak", 2, 0, 0, None, {}),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> SplitDialog:
    dialog = SplitDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_class_that_a_used_split_misses_is_marked() -> None:
    whole, cat, owl, yak = split_rows(CLASSES, {"train": 11, "validation": 2})

    assert whole.counts[Split.TRAIN] == 11
    assert not cat.is_missed(Split.VALIDATION)
    assert owl.is_missed(Split.VALIDATION)
    assert not owl.is_missed(Split.TEST)
    assert not yak.is_missed(Split.TRAIN)


def test_folds_are_counted_from_one() -> None:
    assert folds_of(SplitConfig(folds=3)) == ((0, "1 of 3"), (1, "2 of 3"), (2, "3 of 3"))


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (SplitConfig(validation_fraction=0.5, test_fraction=0.5), "Nothing would be left"),
        (SplitConfig(folds=1), "at least 2"),
        (SplitConfig(group_by="name", group_pattern="("), "no regular expression"),
        (SplitConfig(group_by="name", group_pattern="abc"), "round brackets"),
    ],
)
def test_what_cannot_be_is_said(config: SplitConfig, words: str) -> None:
    assert words in division_problem(config)


def test_the_usual_division_can_be(dialog: SplitDialog) -> None:
    assert division_problem(SplitConfig()) == ""
    assert dialog.divide.isEnabled()


def test_the_fold_is_offered_once_there_are_folds(dialog: SplitDialog) -> None:
    assert dialog.fold.isHidden() or not dialog.fold.isVisible()

    dialog.form.changed.emit("folds", 4)

    assert dialog.fold.isVisible()
    assert dialog.config.folds == 4


def test_fewer_folds_keep_the_chosen_one_among_them(dialog: SplitDialog) -> None:
    dialog.set_config(SplitConfig(folds=5, fold=4))

    dialog.form.changed.emit("folds", 3)

    assert dialog.config.fold == 2


def test_the_button_asks_for_what_the_form_says(qtbot: QtBot, dialog: SplitDialog) -> None:
    dialog.form.changed.emit("seed", 11)

    with qtbot.waitSignal(dialog.division_requested) as requested:
        dialog.divide.click()

    assert requested.args == [SplitConfig(seed=11)]


def test_a_pattern_is_asked_for_only_by_name(dialog: SplitDialog) -> None:
    assert not dialog.pattern.isVisible()

    dialog.form.changed.emit("group_by", "name")

    assert dialog.pattern.isVisible()


def test_the_division_is_told_in_a_few_words() -> None:
    assert division_words(SplitConfig(seed=7), has_given=False) == "stratified, seed 7"
    assert division_words(SplitConfig(seed=7), has_given=True) == "as the dataset gives it"
    assert division_words(SplitConfig(folds=5, fold=1), has_given=True) == "fold 2 of 5"
    assert division_words(SplitConfig(group_by="folder", seed=3), has_given=False) == "by folder, seed 3"


def test_shares_of_splits_that_the_dataset_names_cannot_be_changed(dialog: SplitDialog) -> None:
    dialog.set_counts(CLASSES, {"train": 11, "validation": 2}, given=(Split.TRAIN, Split.VALIDATION))

    assert not dialog.form.row("validation_fraction").control.isEnabled()
    assert dialog.form.row("test_fraction").control.isEnabled()


def test_folds_divide_a_named_validation_split_anew() -> None:
    given = (Split.TRAIN, Split.VALIDATION, Split.TEST)

    assert "folds decide" in kept_shares(SplitConfig(folds=5), given)["validation_fraction"]
    assert notes_on(SplitConfig(folds=5, fold=1), given)[0] == "Fold 2 of 5 validates, the others train."
    assert "test split" in notes_on(SplitConfig(), given)[1]
