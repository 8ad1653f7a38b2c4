"""Corrected labels in the index: applied, taken back, and told where they do not hold."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.contract.config import SplitConfig
from engine.contract.dataset import DatasetSummary, ImageFilter, ImageRow, ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import correct_labels, journal_of_index
from engine.dataset.labels.discarding import discard_corrections
from engine.dataset.opening import open_dataset, take_corrections_in
from engine.dataset.splits.changes import change_split
from tests.engine.dataset.small_datasets import ignore_progress, never, opened, save_picture, save_pictures

PATHS = [f"{kind}/{kind}{number}.png" for kind in ("cat", "dog", "owl") for number in range(10)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "data", PATHS)


def open_index(folder: Path) -> Path:
    return open_dataset(folder, on_progress=ignore_progress, is_cancelled=never)


def correct(folder: Path, labels: Mapping[str, str | None]) -> str:
    step = correct_labels(open_index(folder), labels, "a step")
    assert step is not None
    take_in(folder)
    return step


def take_in(folder: Path) -> Path:
    return take_corrections_in(folder, on_progress=ignore_progress, is_cancelled=never)


def switch(folder: Path, step: str, *, is_in_force: bool) -> None:
    journal_of_index(open_index(folder)).switch(step, is_in_force=is_in_force)
    take_in(folder)


def row_of(folder: Path, path: str) -> ImageRow:
    with opened(folder) as index:
        row = index.image(path)
    assert row is not None
    return row


def summary_of(folder: Path) -> DatasetSummary:
    with opened(folder) as index:
        return index.summary()


def splits_of(folder: Path) -> dict[str, Split | None]:
    with opened(folder) as index:
        return {row.path: row.split for row in index.page(limit=1000)}


def problems_of(folder: Path, code: ProblemCode) -> list[tuple[str, str]]:
    with opened(folder) as index:
        return [(problem.path, problem.message) for problem in index.problems() if problem.code is code]


def test_a_corrected_picture_has_the_new_label_and_knows_the_given_one(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog"})

    row = row_of(folder, "cat/cat1.png")

    assert (row.label, row.given_label, row.class_index, row.is_corrected) == ("dog", "cat", 1, True)
    assert not row_of(folder, "cat/cat2.png").is_corrected


def test_corrected_pictures_can_be_chosen(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog", "owl/owl7.png": "cat"})

    with opened(folder) as index:
        chosen = index.page(ImageFilter(only_corrected=True))

    assert [row.path for row in chosen] == ["cat/cat1.png", "owl/owl7.png"]


def test_classes_are_counted_with_the_corrections(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog", "cat/cat2.png": "dog"})

    summary = summary_of(folder)

    assert {item.name: item.count for item in summary.classes} == {"cat": 8, "dog": 12, "owl": 10}
    assert summary.corrected == 2


def test_the_fingerprint_follows_the_labels_and_comes_back_with_them(folder: Path) -> None:
    before = summary_of(folder).fingerprint
    step = correct(folder, {"cat/cat1.png": "dog"})
    corrected = summary_of(folder).fingerprint

    switch(folder, step, is_in_force=False)

    assert None not in (before, corrected)
    assert corrected != before
    assert summary_of(folder).fingerprint == before


def test_a_step_that_is_done_again_gives_the_label_again(folder: Path) -> None:
    step = correct(folder, {"cat/cat1.png": "dog"})
    switch(folder, step, is_in_force=False)
    taken_back = row_of(folder, "cat/cat1.png")

    switch(folder, step, is_in_force=True)

    assert (taken_back.label, taken_back.is_corrected) == ("cat", False)
    assert row_of(folder, "cat/cat1.png").label == "dog"


def test_a_new_class_stands_in_order_and_goes_when_it_is_taken_back(folder: Path) -> None:
    step = correct(folder, {"owl/owl1.png": "crow"})
    with opened(folder) as index:
        classes, row = index.classes(), index.image("dog/dog1.png")

    switch(folder, step, is_in_force=False)

    assert classes == ("cat", "crow", "dog", "owl")
    assert row is not None
    assert (row.label, row.class_index) == ("dog", 2)
    with opened(folder) as index:
        assert index.classes() == ("cat", "dog", "owl")
        assert [row.class_index for row in index.page(ImageFilter(classes=("owl",)))] == [2] * 10


def test_a_class_without_any_picture_left_is_none_any_more(folder: Path) -> None:
    correct(folder, {f"cat/cat{number}.png": "dog" for number in range(10)})

    with opened(folder) as index:
        assert index.classes() == ("dog", "owl")
        assert index.class_counts() == {"dog": 20, "owl": 10}


@pytest.mark.parametrize("config", [SplitConfig(), SplitConfig(validation_fraction=0.35, test_fraction=0.2, seed=5)])
def test_no_picture_changes_its_split(folder: Path, config: SplitConfig) -> None:
    change_split(open_index(folder), config=config)
    before = splits_of(folder)

    correct(folder, {f"cat/cat{number}.png": "crow" for number in range(10)} | {"dog/dog1.png": "owl"})

    assert splits_of(folder) == before
    change_split(open_index(folder), moved={"owl/owl1.png": Split.TEST})  # divides anew
    assert splits_of(folder) == before | {"owl/owl1.png": Split.TEST}


def test_corrections_outlive_the_cache(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog"})
    fingerprint = summary_of(folder).fingerprint
    index = open_index(folder)
    for suffix in ("", "-wal", "-shm"):
        index.with_name(index.name + suffix).unlink(missing_ok=True)

    assert row_of(folder, "cat/cat1.png").label == "dog"
    assert summary_of(folder).fingerprint == fingerprint


def test_corrections_outlive_a_change_of_the_folder(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog"})

    save_picture(folder / "owl" / "another.png")

    assert row_of(folder, "cat/cat1.png").label == "dog"
    assert summary_of(folder).images == 31


def test_opening_takes_in_what_another_window_corrected(folder: Path) -> None:
    index = open_index(folder)
    correct_labels(index, {"cat/cat1.png": "dog"}, "a step")  # and dies before the index is written

    assert row_of(folder, "cat/cat1.png").label == "dog"


def test_a_label_that_the_files_changed_is_told_and_believed(tmp_path: Path) -> None:
    csv = save_pictures(tmp_path / "table", ["a.png", "b.png", "c.png", "d.png"])
    labels = csv / "labels.csv"
    labels.write_text("path,label\na.png,cat\nb.png,cat\nc.png,dog\nd.png,dog\n")
    correct(csv, {"a.png": "dog"})

    labels.write_text("path,label\na.png,owl\nb.png,cat\nc.png,dog\nd.png,dog\n")

    row = row_of(csv, "a.png")
    assert (row.label, row.is_corrected) == ("owl", False)
    assert (summary_of(csv).corrected, summary_of(csv).stale_corrections) == (0, 1)
    ((path, message),) = problems_of(csv, ProblemCode.STALE_CORRECTION)
    assert path == "a.png"
    assert "from cat to dog" in message
    assert "say owl" in message


def test_a_corrected_picture_that_is_gone_is_told_and_corrected_when_it_is_back(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog"})
    away = (folder / "cat" / "cat1.png").rename(folder.parent / "away.png")

    gone = problems_of(folder, ProblemCode.STALE_CORRECTION)
    away.rename(folder / "cat" / "cat1.png")

    assert [path for path, _ in gone] == ["cat/cat1.png"]
    assert row_of(folder, "cat/cat1.png").label == "dog"
    assert problems_of(folder, ProblemCode.STALE_CORRECTION) == []


def test_files_that_come_to_say_the_same_leave_nothing_to_correct(tmp_path: Path) -> None:
    folder = save_pictures(tmp_path / "data", [f"{number}.png" for number in range(20)])
    labels = folder / "labels.csv"
    lines = [f"{number}.png,{'cat' if number < 10 else 'dog'}" for number in range(20)]
    labels.write_text("\n".join(["path,label", *lines]))
    correct(folder, {"3.png": "dog"})
    before, fingerprint = splits_of(folder), summary_of(folder).fingerprint

    labels.write_text("\n".join(["path,label", *lines]).replace("3.png,cat", "3.png,dog", 1))

    row = row_of(folder, "3.png")
    assert (row.label, row.is_corrected) == ("dog", False)
    assert problems_of(folder, ProblemCode.STALE_CORRECTION) == []
    assert (splits_of(folder), summary_of(folder).fingerprint) == (before, fingerprint)


def test_a_picture_without_a_label_can_be_given_one(folder: Path) -> None:
    save_picture(folder / "loose.png")
    before = problems_of(folder, ProblemCode.UNLABELLED)

    step = correct(folder, {"loose.png": "owl"})
    labelled = (row_of(folder, "loose.png").label, problems_of(folder, ProblemCode.UNLABELLED))
    switch(folder, step, is_in_force=False)

    assert len(before) == 1
    assert labelled == ("owl", [])
    assert problems_of(folder, ProblemCode.UNLABELLED) == before
    assert row_of(folder, "loose.png").problem_count == 1


def test_what_is_labelled_so_already_is_no_step(folder: Path) -> None:
    index = open_index(folder)

    assert correct_labels(index, {"cat/cat1.png": "cat", "nowhere.png": "cat"}, "nothing") is None
    assert journal_of_index(index).steps() == ()


def test_discarding_gives_all_labels_of_the_files_and_can_be_taken_back(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog"})
    correct(folder, {"cat/cat1.png": "owl", "dog/dog1.png": "cat"})

    step = discard_corrections(open_index(folder), "discarded corrections")
    take_in(folder)
    discarded = summary_of(folder).corrected
    assert step is not None
    switch(folder, step, is_in_force=False)

    assert discarded == 0
    assert [row_of(folder, path).label for path in ("cat/cat1.png", "dog/dog1.png")] == ["owl", "cat"]


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 201, "\udcff"])
def test_what_cannot_be_a_class_is_refused(folder: Path, name: str) -> None:
    index = open_index(folder)

    with pytest.raises(UserError, match="cannot be the name of a class"):
        correct_labels(index, {"cat/cat1.png": name}, "a step")

    assert journal_of_index(index).steps() == ()


def test_a_folder_that_cannot_be_written_can_be_corrected(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        correct(folder, {"cat/cat1.png": "dog"})
    finally:
        folder.chmod(0o755)

    assert row_of(folder, "cat/cat1.png").label == "dog"
    assert sorted(path.name for path in folder.iterdir()) == ["cat", "dog", "owl"]


def test_an_index_that_was_made_before_there_were_corrections_is_kept(folder: Path) -> None:
    index = open_index(folder)
    change_split(index, moved={"cat/cat1.png": Split.TEST})
    _as_before_corrections(index)

    assert row_of(folder, "cat/cat1.png").split is Split.TEST


def _as_before_corrections(index: Path) -> None:
    from engine.dataset.index.schema import connect_for_writing

    connection = connect_for_writing(index)
    for table in ("corrections", "answered_problems"):
        connection.execute(f"DROP TABLE {table}")
    connection.close()


def test_the_rows_of_a_run_are_divided_by_the_labels_of_the_files(folder: Path) -> None:
    correct(folder, {"cat/cat1.png": "dog"})

    with DatasetIndex(open_index(folder)) as index:
        rows = index.rows()
        divisible = {row.path: row.class_indices for row in index.divisible(rows)}

    assert divisible["cat/cat1.png"] == divisible["cat/cat2.png"] != divisible["dog/dog1.png"]
