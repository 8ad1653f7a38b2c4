import os
import shutil
from pathlib import Path

import pytest

from engine.contract.dataset import ImageFilter, ImageStatus, ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import index_path, open_dataset
from tests.engine.dataset.small_datasets import (
    cut_file,
    ignore_progress,
    never,
    opened,
    save_noise,
    save_picture,
    save_pictures,
)
from tests.shared_data import dataset

REFUSED = (ProblemCode.UNREADABLE, ProblemCode.DAMAGED, ProblemCode.TOO_LARGE)
UNREADABLE = ImageFilter(problem_codes=(ProblemCode.UNREADABLE,))


class Stop(Exception):
    pass


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    """Eight pictures in two classes."""
    return save_pictures(
        tmp_path / "animals", [f"{name}/{number}.png" for name in ("cat", "dog") for number in range(4)]
    )


def statuses(folder: Path) -> dict[str, ImageStatus]:
    with opened(folder) as index:
        return {row.path: row.status for row in index.page()}


def fingerprint(folder: Path) -> str | None:
    with opened(folder) as index:
        return index.summary().fingerprint


def test_opened_dataset_knows_its_pictures(animals: Path) -> None:
    with opened(animals) as index:
        summary, row = index.summary(), index.page()[0]

    assert (summary.images, summary.unreadable, summary.is_complete) == (8, 0, True)
    assert [(entry.name, entry.count) for entry in summary.classes] == [("cat", 4), ("dog", 4)]
    assert (summary.sizes.min, summary.sizes.median, summary.sizes.max) == ((8, 6), (8, 6), (8, 6))
    assert (row.path, row.label, row.class_index, row.width, row.height) == ("cat/0.png", "cat", 0, 8, 6)
    assert row.mean_rgb == (0.0, 0.0, 90.0)


def test_missing_validation_split_is_made(animals: Path) -> None:
    with opened(animals) as index:
        summary, validation = index.summary(), index.rows(Split.VALIDATION)

    assert summary.splits == {}
    assert summary.training_splits == {"train": 6, "validation": 2}
    assert [row.label for row in validation] == ["cat", "dog"]


def test_broken_pictures_are_problems_and_the_rest_is_usable(tmp_path: Path) -> None:
    save_pictures(tmp_path, [f"{name}/{number:03d}.png" for name in ("cat", "dog") for number in range(500)])
    for number in range(10):
        (tmp_path / f"cat/{number:03d}.png").write_bytes(b"")
        (tmp_path / f"dog/{number:03d}.png").write_bytes(b"no picture")
        cut_file(save_noise(tmp_path / f"cat/{100 + number}.png"))

    with opened(tmp_path) as index:
        summary, problems, usable = index.summary(), index.problems(), index.rows()

    assert (summary.images, summary.unreadable, summary.damaged, summary.problem_count) == (1000, 20, 10, 30)
    assert len(problems) == 30
    assert {problem.code for problem in problems} == {ProblemCode.UNREADABLE, ProblemCode.DAMAGED}
    assert all(problem.image_id and problem.message and problem.repair for problem in problems)
    assert len(usable) == 970


def test_pictures_can_be_shown_before_they_are_checked(animals: Path) -> None:
    seen: list[tuple[ImageStatus, str | None]] = []

    def look(path: Path) -> None:
        with DatasetIndex(path) as index:
            seen.extend((row.status, row.label) for row in index.page())
            assert not index.summary().is_complete

    open_dataset(animals, on_progress=ignore_progress, is_cancelled=never, on_listed=look)

    assert seen == [(ImageStatus.UNCHECKED, "cat")] * 4 + [(ImageStatus.UNCHECKED, "dog")] * 4


def test_progress_ends_at_the_total(animals: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    open_dataset(animals, on_progress=lambda *progress: heard.append(progress), is_cancelled=never)

    assert heard[0] == ("Finding pictures", 0, 0)
    assert ("Checking pictures", 8, 8) in heard
    assert heard[-1] == ("Comparing pictures", 8, 8)


def test_cancelled_opening_goes_on_next_time(animals: Path) -> None:
    path = open_dataset(animals, on_progress=ignore_progress, is_cancelled=lambda: True)
    with DatasetIndex(path) as index:
        assert not index.summary().is_complete

    assert set(statuses(animals).values()) == {ImageStatus.OK}


def test_opening_that_is_stopped_by_an_error_keeps_a_whole_index(animals: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if what == "Checking pictures":
            raise Stop

    with pytest.raises(Stop):
        open_dataset(animals, on_progress=stop, is_cancelled=never)

    assert len(statuses(animals)) == 8


def test_unchanged_pictures_are_not_decoded_again(animals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses(animals)
    checked: list[str] = []
    monkeypatch.setattr("engine.dataset.opening.check_pictures", lambda root, pictures, _: checked.extend(pictures))

    statuses(animals)

    assert checked == []


def test_changed_new_and_deleted_pictures_are_noticed(animals: Path) -> None:
    statuses(animals)
    (animals / "cat/0.png").write_bytes(b"broken now")
    (animals / "cat/1.png").unlink()
    save_picture(animals / "bird/0.png")

    after = statuses(animals)

    assert after["cat/0.png"] is ImageStatus.UNREADABLE
    assert "cat/1.png" not in after
    assert after["bird/0.png"] is ImageStatus.OK
    with opened(animals) as index:
        assert index.classes() == ("bird", "cat", "dog")
        assert [problem.path for problem in index.problems(UNREADABLE)] == ["cat/0.png"]
        assert index.image("dog/0.png").label == "dog"


def test_repaired_picture_loses_its_problem(animals: Path) -> None:
    (animals / "cat/0.png").write_bytes(b"broken")
    statuses(animals)
    save_picture(animals / "cat/0.png")

    with opened(animals) as index:
        assert index.problems() == []
        assert index.image("cat/0.png").problem_count == 0


def test_two_processes_that_check_at_once_record_each_problem_once(animals: Path) -> None:
    (animals / "cat/0.png").write_bytes(b"broken")

    others: list[dict[str, ImageStatus]] = []

    def check_elsewhere() -> bool:
        if not others:
            others.append({})
            others.append(statuses(animals))
        return False

    open_dataset(animals, on_progress=ignore_progress, is_cancelled=check_elsewhere)

    with opened(animals) as index:
        assert [problem.path for problem in index.problems(UNREADABLE)] == ["cat/0.png"]
        assert index.image("cat/0.png").problem_count == 1


def test_fingerprint_follows_content_and_not_place_or_time(animals: Path, tmp_path: Path) -> None:
    before = fingerprint(animals)
    os.utime(animals / "cat/0.png", (1, 1))
    shutil.copytree(animals, tmp_path / "copy")

    assert before
    assert fingerprint(animals) == before
    assert fingerprint(tmp_path / "copy") == before


@pytest.mark.parametrize("change", ["content", "label", "new"])
def test_fingerprint_changes_with_pictures_and_labels(animals: Path, change: str) -> None:
    before = fingerprint(animals)
    match change:
        case "content":
            save_picture(animals / "cat/0.png", (1, 2, 3))
        case "label":
            (animals / "cat/0.png").rename(animals / "dog/9.png")
        case "new":
            save_picture(animals / "dog/9.png")

    assert fingerprint(animals) != before


def test_damaged_index_is_made_again(animals: Path) -> None:
    statuses(animals)
    index_path(animals).write_bytes(b"no database" * 500)

    assert len(statuses(animals)) == 8


def test_dataset_is_never_written_to(animals: Path) -> None:
    before = sorted(path.name for path in animals.rglob("*"))
    for folder in (animals, animals / "cat", animals / "dog"):
        folder.chmod(0o500)

    statuses(animals)

    assert sorted(path.name for path in animals.rglob("*")) == before


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="where nothing is"):
        open_dataset(tmp_path / "nothing", on_progress=ignore_progress, is_cancelled=never)


def test_odd_images_open_with_their_problems() -> None:
    with opened(dataset("odd-images")) as index:
        summary = index.summary()
        refused = index.problems(ImageFilter(problem_codes=REFUSED))
        turned = index.problem_count(ImageFilter(problem_codes=(ProblemCode.ROTATED,)))

    assert (summary.images, summary.unreadable, summary.damaged) == (96, 10, 5)
    assert len(refused) == 15
    assert turned == 17


def test_clothing_keeps_its_three_splits() -> None:
    with opened(dataset("clothing-small")) as index:
        summary = index.summary()

    assert summary.splits == {"train": 500, "validation": 120, "test": 120}
    assert summary.training_splits == summary.splits
    assert len(summary.classes) == 10
    assert not summary.is_grey
