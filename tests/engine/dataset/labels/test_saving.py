"""Corrected labels in the tables that they came from."""

import os
from pathlib import Path

import pytest

from engine.contract.dataset import ProblemCode
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import correct_labels, journal_of_index
from engine.dataset.labels.saved_files import switch_files
from engine.dataset.labels.saving import save_labels
from engine.dataset.opening import open_dataset
from engine.dataset.writers.converting import convert
from tests.engine.dataset.small_datasets import ignore_progress, never, opened, save_picture, save_pictures

TABLE = 'path;label;note\n"a.png";"cat";1,5\nb.png;cat;\n\nc.png;dog;last'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = save_pictures(tmp_path / "data", ["a.png", "b.png", "c.png", "d.png"])
    (folder / "labels.csv").write_text(TABLE)
    return folder


def open_index(folder: Path) -> Path:
    return open_dataset(folder, on_progress=ignore_progress, is_cancelled=never)


def correct(folder: Path, **labels: str) -> None:
    correct_labels(open_index(folder), {f"{name}.png": label for name, label in labels.items()}, "a step")


def labels_of(folder: Path) -> dict[str, tuple[str | None, bool]]:
    with opened(folder) as index:
        return {row.path: (row.label, row.is_corrected) for row in index.page()}


def test_only_the_cells_of_corrected_pictures_change(folder: Path) -> None:
    correct(folder, a="owl", c="a; b")

    save_labels(open_index(folder), "saving")

    assert (folder / "labels.csv").read_text() == 'path;label;note\n"a.png";"owl";1,5\nb.png;cat;\n\nc.png;"a; b";last'
    assert labels_of(folder)["a.png"] == ("owl", False)
    with opened(folder) as index:
        assert not [problem for problem in index.problems() if problem.code is ProblemCode.STALE_CORRECTION]


def test_the_fingerprint_stays_when_the_files_come_to_say_the_same(folder: Path) -> None:
    correct(folder, a="dog")
    with DatasetIndex(open_index(folder)) as index:
        before = (index.summary().fingerprint, index.split_counts())

    save_labels(open_index(folder), "saving")

    with DatasetIndex(open_index(folder)) as index:
        assert (index.summary().fingerprint, index.split_counts()) == before


def test_the_first_state_is_kept_and_no_later_one(folder: Path) -> None:
    correct(folder, a="owl")
    save_labels(open_index(folder), "saving")
    correct(folder, b="owl")
    save_labels(open_index(folder), "saving")

    assert (folder / "labels.csv.bak").read_text() == TABLE
    assert sorted(path.name for path in folder.glob("labels*")) == ["labels.csv", "labels.csv.bak"]


def test_saving_is_taken_back_and_done_again(folder: Path) -> None:
    correct(folder, a="owl")
    index = open_index(folder)
    save_labels(index, "saving")
    saved = (folder / "labels.csv").read_text()
    step = journal_of_index(index).steps()[-1]

    switch_files(index, step, is_in_force=False)
    taken_back = (folder / "labels.csv").read_text()
    labels = labels_of(folder)
    switch_files(index, step, is_in_force=True)

    assert taken_back == TABLE
    assert labels["a.png"] == ("owl", True)  # the correction is in force again
    assert (folder / "labels.csv").read_text() == saved


def test_a_table_that_somebody_changed_since_is_left_alone(folder: Path) -> None:
    correct(folder, a="owl")
    index = open_index(folder)
    save_labels(index, "saving")
    (folder / "labels.csv").write_text("path;label\na.png;fox\n")

    with pytest.raises(UserError, match="changed since"):
        switch_files(index, journal_of_index(index).steps()[-1], is_in_force=False)

    assert (folder / "labels.csv").read_text() == "path;label\na.png;fox\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_stays(folder: Path, encoding: str) -> None:
    text = "path,label\na.png,Käfer\nb.png,Käfer\nc.png,Möwe\n"
    (folder / "labels.csv").write_bytes(text.encode(encoding))
    correct(folder, a="Möwe")

    save_labels(open_index(folder), "saving")

    changed = (folder / "labels.csv").read_bytes()
    assert changed == text.replace("a.png,Käfer", "a.png,Möwe").encode(encoding)


def test_a_label_without_a_letter_in_the_encoding_is_refused(folder: Path) -> None:
    content = "path,label\na.png,Käfer\nb.png,Käfer\nc.png,Möwe\n".encode("cp1252")
    (folder / "labels.csv").write_bytes(content)
    correct(folder, a="狐")

    with pytest.raises(UserError, match="there is no 狐"):
        save_labels(open_index(folder), "saving")

    assert (folder / "labels.csv").read_bytes() == content


def test_a_picture_without_a_row_is_refused_before_anything_is_written(folder: Path) -> None:
    correct(folder, a="owl", d="owl")

    with pytest.raises(UserError, match=r"d\.png"):
        save_labels(open_index(folder), "saving")

    assert (folder / "labels.csv").read_text() == TABLE


def test_nothing_to_save_is_no_step(folder: Path) -> None:
    assert save_labels(open_index(folder), "saving") is None


def test_no_table_is_made_for_folders_but_a_conversion_has_the_corrected_labels(tmp_path: Path) -> None:
    folder = save_pictures(
        tmp_path / "data", [f"{kind}/{number}.png" for kind in ("cat", "dog") for number in range(3)]
    )
    save_picture(folder / "cat" / "wrong.png", (9, 9, 9))
    index = open_index(folder)
    correct_labels(index, {"cat/wrong.png": "dog"}, "a step")

    with pytest.raises(UserError, match="in a table"):
        save_labels(open_index(folder), "saving")
    with DatasetIndex(open_index(folder)) as opening:
        convert(opening, tmp_path / "out", "folders", pictures="copy", on_progress=ignore_progress, is_cancelled=never)

    assert len(list((tmp_path / "out").rglob("dog/*.png"))) == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_table_that_cannot_be_written_leaves_no_step(folder: Path) -> None:
    correct(folder, a="owl")
    index = open_index(folder)
    folder.chmod(0o555)
    try:
        with pytest.raises(UserError, match="Cannot write the labels"):
            save_labels(index, "saving")
    finally:
        folder.chmod(0o755)

    assert not journal_of_index(index).steps()[-1].is_in_force
    assert labels_of(folder)["a.png"] == ("owl", True)
