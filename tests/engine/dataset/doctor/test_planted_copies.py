"""Acceptance: copies that were planted into shared datasets are found, and hardly any others."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from engine.contract.dataset import ImageFilter, ProblemCode, ProblemRow
from engine.dataset.index.dataset_index import DatasetIndex
from tests.engine.dataset.doctor.planting import KINDS, Change, copied, plant
from tests.engine.dataset.small_datasets import opened
from tests.shared_data import dataset

LIKENESS = (ProblemCode.DUPLICATE_PICTURE, ProblemCode.NEAR_DUPLICATE, ProblemCode.SPLIT_LEAK)
PER_KIND = 50


def alike(index: DatasetIndex) -> list[ProblemRow]:
    return index.problems(ImageFilter(problem_codes=LIKENESS), limit=10_000)


def relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


@pytest.fixture(scope="module")
def clothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatasetIndex]:
    """clothing-small with changed copies of every twelfth picture for training, beside their originals."""
    root = copied("clothing-small", tmp_path_factory.mktemp("clothing"))
    originals = sorted((root / "train").rglob("*.jpg"))[:: 500 // PER_KIND][:PER_KIND]
    for change in KINDS:
        for picture in originals:
            (target,) = plant([picture], picture.parent, change)
            target.rename(picture.with_name(f"{picture.stem}-{change.__name__}.jpg"))
    with opened(root) as index:
        yield index


@pytest.mark.parametrize("change", KINDS)
def test_near_duplicates_of_each_kind_are_found(clothing: DatasetIndex, change: Change) -> None:
    suffix = f"-{change.__name__}.jpg"

    found = {problem.path for problem in alike(clothing)} | {str(problem.related) for problem in alike(clothing)}

    assert sum(path.endswith(suffix) for path in found) >= 0.95 * PER_KIND


def test_hardly_any_picture_of_clothing_is_wrongly_called_a_near_duplicate() -> None:
    with opened(dataset("clothing-small")) as index:
        assert len(alike(index)) <= 0.01 * 740


def test_digits_that_look_alike_are_no_near_duplicates() -> None:
    with opened(dataset("mnist-png")) as index:
        assert len(alike(index)) <= 0.001 * 6000


def test_neighbouring_sections_are_no_near_duplicates() -> None:
    with opened(dataset("drosophila-vnc") / "stack1" / "raw") as index:
        assert not alike(index)


def test_every_exact_duplicate_is_found_whatever_its_name_and_format(tmp_path: Path) -> None:
    root = copied("clothing-small", tmp_path, "train")
    expected = set()
    for picture in sorted(root.rglob("*.jpg"))[::20]:
        target = picture.with_name(f"{picture.stem}-again.png")
        Image.open(picture).save(target)
        expected.add(frozenset((relative(root, picture), relative(root, target))))

    with opened(root) as index:
        same = [problem for problem in alike(index) if "the same picture as" in problem.message]

    assert len(same) == len(expected) == 25
    assert {frozenset((problem.path, str(problem.related))) for problem in same} == expected


def test_every_leak_between_splits_is_found_once(tmp_path: Path) -> None:
    root = copied("mnist-png", tmp_path, "train/3", "train/8", "test/3", "test/8")
    leaks = set()
    for number, picture in enumerate(sorted((root / "train" / "3").iterdir())[:40]):
        target = root / "test" / "3" / f"leak{number}.png"
        shutil.copy(picture, target)
        leaks.add(frozenset((relative(root, picture), relative(root, target))))

    with opened(root) as index:
        problems = index.problems(ImageFilter(problem_codes=(ProblemCode.SPLIT_LEAK,)), limit=10_000)

    assert {frozenset((problem.path, str(problem.related))) for problem in problems} == leaks
    assert len(problems) == len(leaks)
    assert "(test) is the same picture as" in problems[0].message
    assert problems[0].path.startswith("test/")


def test_a_picture_with_two_labels_is_said_to_have_them(tmp_path: Path) -> None:
    root = copied("mnist-png", tmp_path, "train/3", "train/8")
    shutil.copy(min((root / "train" / "3").iterdir()), root / "train" / "8" / "wrong.png")

    with opened(root) as index:
        (problem,) = alike(index)

    assert "3" in problem.message
    assert "but labelled" in problem.message


def test_near_duplicates_in_two_splits_leak(tmp_path: Path) -> None:
    root = copied("road-signs-yolo", tmp_path)
    pictures = sorted((root / "train" / "images").glob("*.jpg"))[:20]
    for change in KINDS[2:6]:
        for target in plant(pictures, root / "valid" / "images", change):
            (root / "valid" / "labels" / f"{target.stem}.txt").write_text("")

    with opened(root) as index:
        planted = {
            problem.path
            for problem in index.problems(ImageFilter(problem_codes=(ProblemCode.SPLIT_LEAK,)), limit=10_000)
            if problem.path.startswith("valid/") and ".rf." not in problem.path
        }

    assert len(planted) >= 0.95 * 80
