"""Corrected labels of folders are saved by moving pictures: nothing is overwritten, nothing lost, all can be undone."""

import shutil
from pathlib import Path

import pytest

from engine.contract.config import SplitConfig
from engine.contract.dataset import ProblemCode, Split
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.selection import states_of_corrected
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.discarding import discard_corrections
from engine.dataset.labels.folder_saving import save_into_folders, switch_relocations
from engine.dataset.labels.relocated import relocated_pictures
from engine.dataset.splits.changes import change_split
from tests.engine.dataset.labels.folder_dataset import (
    NAMES,
    correct,
    files,
    labels_of,
    make_folder,
    open_index,
    problems_of,
    save,
    splits_of,
    undo,
)
from tests.engine.dataset.small_datasets import save_picture, save_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "data")


def test_a_picture_moves_into_the_folder_of_its_class(folder: Path) -> None:
    before = files(folder)
    before["dog/9.png"] = before["cat/9.png"] = b""
    save_picture(folder / "cat" / "9.png", (1, 2, 3))
    content = (folder / "cat" / "9.png").read_bytes()

    saved = save(folder, {"cat/9.png": "dog"})

    assert [(each.source, each.target) for each in saved.moved] == [("cat/9.png", "dog/9.png")]
    assert files(folder) == {name: before[name] for name in NAMES} | {"dog/9.png": content}
    assert labels_of(folder)["dog/9.png"] == ("dog", False)
    assert problems_of(folder) == []


def test_splits_inner_folders_and_wrappers_stay(tmp_path: Path) -> None:
    names = [f"pets/{split}/{kind}/site_1/{split}_{kind}.png" for split in ("train", "val") for kind in ("cat", "dog")]
    folder = save_pictures(tmp_path / "data", names)

    save(folder, {"pets/val/cat/site_1/val_cat.png": "dog", "pets/train/dog/site_1/train_dog.png": "owl"})

    assert sorted(files(folder)) == [
        "pets/train/cat/site_1/train_cat.png",
        "pets/train/owl/site_1/train_dog.png",
        "pets/val/dog/site_1/val_cat.png",
        "pets/val/dog/site_1/val_dog.png",
    ]


def test_classes_above_splits_and_classes_of_two_folders(tmp_path: Path) -> None:
    below = save_pictures(
        tmp_path / "below", [f"{kind}/{split}/{kind}.png" for kind in "ab" for split in ("train", "val")]
    )
    nested = save_pictures(
        tmp_path / "nested", [f"{kind}/{kind}{each}/{kind}{each}.png" for kind in "ab" for each in "123"]
    )

    save(below, {"a/val/a.png": "b"})
    save(nested, {"a/a1/a1.png": "b/b2"})

    assert sorted(files(below)) == ["a/train/a.png", "b/train/b.png", "b/val/a.png", "b/val/b.png"]
    assert "b/b2/a1.png" in files(nested)


def test_a_new_class_gets_a_folder_and_an_undone_one_loses_it(folder: Path) -> None:
    before = files(folder)

    saved = save(folder, {"cat/0.png": "owl"})
    made = (folder / "owl").is_dir()
    undo(folder)

    assert saved.step.folders == ("owl",)
    assert made
    assert not (folder / "owl").exists()
    assert files(folder) == before
    assert labels_of(folder)["cat/0.png"] == ("owl", True)


def test_a_file_that_is_there_is_never_overwritten(folder: Path) -> None:
    before = files(folder)

    saved = save(folder, {"cat/0.png": "dog", "dog/0.png": "cat", "cat/1.png": "dog"})

    after = files(folder)
    assert sorted(after.values()) == sorted(before.values())
    assert after["dog/0_from_cat.png"] == before["cat/0.png"]
    assert after["cat/0_from_dog.png"] == before["dog/0.png"]
    assert after["dog/1_from_cat.png"] == before["cat/1.png"]
    assert [each.is_renamed for each in saved.moved] == [True, True, True]


def test_a_former_place_is_kept_free_for_its_picture(folder: Path) -> None:
    first = files(folder)["cat/0.png"]
    save(folder, {"cat/0.png": "dog"})
    shutil.copy(folder / "dog" / "1.png", folder / "owl.png")
    (folder / "owl").mkdir()
    (folder / "owl.png").rename(folder / "owl" / "0.png")

    other = save(folder, {"owl/0.png": "cat"})
    back = save(folder, {"dog/0_from_cat.png": "cat"})

    assert [each.target for each in other.moved] == ["cat/0_from_owl.png"]
    assert [each.target for each in back.moved] == ["cat/0.png"]
    assert (folder / "cat" / "0.png").read_bytes() == first


def test_saving_is_undone_and_done_again_also_after_a_restart(folder: Path) -> None:
    before = files(folder)
    index = correct(folder, {"cat/0.png": "dog"})
    with DatasetIndex(index) as opened:
        fingerprint = opened.summary().fingerprint
    save_into_folders(index, "saving")
    saved = files(folder)
    step = journal_of_index(index).steps()[-1]

    switch_relocations(index, step, is_in_force=False)
    undone, labels = files(folder), labels_of(folder)
    with DatasetIndex(open_index(folder)) as opened:
        same = opened.summary().fingerprint
    switch_relocations(open_index(folder), step, is_in_force=True)

    assert undone == before
    assert labels["cat/0.png"] == ("dog", True)
    assert same == fingerprint
    assert files(folder) == saved
    assert labels_of(folder)["dog/0_from_cat.png"] == ("dog", False)


@pytest.mark.parametrize("group_by", ["nothing", "folder"])
def test_every_picture_stays_in_its_split(folder: Path, group_by: str) -> None:
    shutil.copytree(folder / "cat", folder / "fox")
    for place, path in enumerate(sorted((folder / "fox").iterdir())):
        save_picture(path, (place, 7, 7))
    config = SplitConfig.model_validate({"group_by": group_by, "validation_fraction": 0.34, "seed": 3})
    change_split(open_index(folder), config=config, moved={"cat/3.png": Split.TEST})
    before = splits_of(folder)

    save(
        folder,
        {"cat/0.png": "dog", "cat/3.png": "dog", **dict.fromkeys([f"fox/{number}.png" for number in range(5)], "owl")},
    )
    after = splits_of(folder)
    undo(folder)

    assert len(set(before)) == 15
    assert after == before
    assert splits_of(folder) == before


def test_discarding_leaves_saved_labels_and_splits_alone(folder: Path) -> None:
    before = splits_of(folder)
    save(folder, {"cat/0.png": "dog"})
    index = correct(folder, {"cat/1.png": "dog"})

    discard_corrections(index, "discarding")

    assert labels_of(folder)["dog/0_from_cat.png"] == ("dog", False)
    assert labels_of(folder)["cat/1.png"] == ("cat", False)
    assert splits_of(folder) == before


def test_what_is_known_of_a_picture_moves_with_it(folder: Path) -> None:
    with DatasetIndex(open_index(folder)) as index:
        before = index.image("cat/0.png")
    save(folder, {"cat/0.png": "dog"})

    with DatasetIndex(open_index(folder)) as index:
        after = index.image("dog/0_from_cat.png")

    assert before is not None
    assert after is not None
    assert after.id == before.id


def test_a_picture_that_changed_meanwhile_is_told_and_the_others_are_saved(folder: Path) -> None:
    index = correct(folder, {"cat/0.png": "dog", "cat/1.png": "dog"})
    seen = states_of_corrected(index)
    save_picture(folder / "cat" / "0.png", (200, 200, 200), size=(31, 17))
    changed = (folder / "cat" / "0.png").read_bytes()

    saved = save_into_folders(open_index(folder), "saving", seen)

    assert saved is not None
    assert [each.source for each in saved.left] == ["cat/0.png"]
    assert files(folder)["cat/0.png"] == changed
    assert "dog/1_from_cat.png" in files(folder)
    assert labels_of(folder)["cat/0.png"] == ("dog", True)
    ((code, path, message),) = problems_of(folder)
    assert (code, path) == (ProblemCode.NOT_MOVED, "cat/0.png")
    assert "it was changed" in message


def test_a_picture_that_is_left_can_be_saved_again(folder: Path) -> None:
    index = correct(folder, {"cat/0.png": "dog", "cat/1.png": "dog"})
    seen = states_of_corrected(index)
    save_picture(folder / "cat" / "0.png", (200, 200, 200), size=(31, 17))
    save_into_folders(open_index(folder), "saving", seen)

    again = save_into_folders(open_index(folder), "saving")

    assert again is not None
    assert [each.target for each in again.moved] == ["dog/0_from_cat.png"]
    assert problems_of(folder) == []


def test_a_picture_that_vanished_meanwhile_is_told_and_the_others_are_saved(folder: Path) -> None:
    index = correct(folder, {"cat/0.png": "dog", "cat/1.png": "dog"})
    (folder / "cat" / "0.png").unlink()

    saved = save_into_folders(index, "saving")

    assert saved is not None
    assert [(each.source, each.reason) for each in saved.left] == [("cat/0.png", "it is not there any more")]
    assert "dog/1_from_cat.png" in files(folder)
    assert [(code, path) for code, path, _ in problems_of(folder)] == [(ProblemCode.STALE_CORRECTION, "cat/0.png")]


def test_undo_leaves_what_somebody_changed_and_what_lies_in_the_way(folder: Path) -> None:
    save(folder, {"cat/0.png": "dog", "cat/1.png": "dog", "cat/2.png": "dog"})
    save_picture(folder / "dog" / "0_from_cat.png", (200, 200, 200), size=(31, 17))
    (folder / "cat" / "1.png").write_bytes(b"other")

    undone = undo(folder)

    assert {each.present for each in undone.left} == {"dog/0_from_cat.png", "dog/1_from_cat.png"}
    assert [each.present for each in undone.moved] == ["cat/2.png"]
    assert (folder / "cat" / "1.png").read_bytes() == b"other"
    assert labels_of(folder)["dog/0_from_cat.png"] == ("dog", False)
    assert labels_of(folder)["cat/2.png"] == ("dog", True)


def test_nothing_to_save_is_no_step(folder: Path) -> None:
    assert save_into_folders(open_index(folder), "saving") is None


def test_paths_that_were_written_down_before_are_followed(folder: Path) -> None:
    save(folder, {"cat/0.png": "dog"})
    save(folder, {"dog/0_from_cat.png": "owl"})
    found = relocated_pictures(folder)

    there = [found.present(path) for path in ("cat/0.png", "dog/0_from_cat.png", "dog/0.png", "no/such.png")]
    undo(folder)

    assert there == ["owl/0_from_cat.png", "owl/0_from_cat.png", "dog/0.png", "no/such.png"]
    assert found.present("cat/0.png") == "dog/0_from_cat.png"


def test_a_path_that_could_mean_two_pictures_is_not_followed(folder: Path) -> None:
    save(folder, {"cat/0.png": "dog"})
    save_picture(folder / "cat" / "0.png", (5, 5, 5))
    save(folder, {"cat/0.png": "owl"})

    assert relocated_pictures(folder).present("cat/0.png") == "cat/0.png"
