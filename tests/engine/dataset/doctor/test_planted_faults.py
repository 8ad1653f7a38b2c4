"""Acceptance: label faults that were planted into shared datasets are all found, each once."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.contract.dataset import ProblemCode, ProblemRow
from tests.engine.dataset.doctor.planting import copied
from tests.engine.dataset.small_datasets import cut_file, opened

Edit = Callable[[str], str]
PICTURES = 24

VOC_FAULTS: dict[ProblemCode, Edit] = {
    ProblemCode.BOX_OUTSIDE: lambda text: _value(text, "xmax", 900),
    ProblemCode.BOX_INVERTED: lambda text: _value(_value(text, "xmin", 300), "xmax", 100),
    ProblemCode.BOX_EMPTY: lambda text: _value(_value(text, "ymin", 50), "ymax", 49),
    ProblemCode.BAD_ANNOTATION: lambda text: _value(text, "ymin", "nan"),
    ProblemCode.WRONG_SIZE_STATED: lambda text: _value(text, "width", 641),
    ProblemCode.BAD_LABEL_FILE: lambda text: text[: len(text) // 2],
    ProblemCode.DUPLICATE_ANNOTATION: lambda text: re.sub("(<object>.*?</object>)", r"\1\1", text, count=1, flags=re.S),
}
YOLO_FAULTS: dict[ProblemCode, str] = {
    ProblemCode.UNKNOWN_CLASS: "21 0.5 0.5 0.25 0.25",
    ProblemCode.BOX_OUTSIDE: "7 0.9 0.5 0.5 0.25",
    ProblemCode.BOX_EMPTY: "7 0.5 0.5 0 0.25",
    ProblemCode.BAD_ANNOTATION: "7 0.5 half 0.25 0.25",
    ProblemCode.DUPLICATE_ANNOTATION: "7 0.5 0.5 0.2 0.2\n7 0.5 0.5 0.2 0.2",
}


def _value(text: str, name: str, value: object) -> str:
    """The first value of a name in the XML replaced."""
    return re.sub(f"<{name}>.*?</{name}>", f"<{name}>{value}</{name}>", text, count=1)


def problems(root: Path) -> list[ProblemRow]:
    with opened(root) as index:
        return index.problems(limit=10_000)


def new_codes(before: list[ProblemRow], after: list[ProblemRow]) -> dict[str, Counter[ProblemCode]]:
    """Codes of the problems that were not there before, by the stem of the file they are about."""
    known = Counter((problem.code, problem.path, problem.message) for problem in before)
    found: dict[str, Counter[ProblemCode]] = {}
    for problem in after:
        key = (problem.code, problem.path, problem.message)
        if known[key] > 0:
            known[key] -= 1
        else:
            found.setdefault(Path(problem.path).stem, Counter())[problem.code] += 1
    return found


@pytest.fixture
def blood(tmp_path: Path) -> Path:
    """The first pictures of bccd-voc."""
    root = copied("bccd-voc", tmp_path / "blood", "Annotations", "JPEGImages")
    for folder in root.iterdir():
        for path in sorted(folder.iterdir())[PICTURES:]:
            path.unlink()
    return root


def test_every_fault_of_voc_files_is_found_once(blood: Path) -> None:
    before = problems(blood)
    labels = sorted((blood / "Annotations").iterdir())
    expected = {}
    for path, (code, edit) in zip(labels, VOC_FAULTS.items(), strict=False):
        path.write_text(edit(path.read_text()))
        expected[path.stem] = Counter({code: 1})

    found = new_codes(before, problems(blood))

    assert {stem: codes for stem, codes in found.items() if stem in expected} == expected


def test_missing_unlabelled_and_broken_pictures_are_found_once(blood: Path) -> None:
    before = problems(blood)
    pictures = sorted((blood / "JPEGImages").iterdir())
    labels = sorted((blood / "Annotations").iterdir())
    pictures[0].unlink()
    labels[1].unlink()
    cut_file(pictures[2])
    pictures[3].write_bytes(b"no picture")

    found = new_codes(before, problems(blood))

    assert found == {
        pictures[0].stem: Counter({ProblemCode.MISSING_PICTURE: 1}),
        pictures[1].stem: Counter({ProblemCode.UNLABELLED: 1}),
        pictures[2].stem: Counter({ProblemCode.DAMAGED: 1}),
        pictures[3].stem: Counter({ProblemCode.UNREADABLE: 1}),
    }


def test_every_fault_of_yolo_files_is_found_once(tmp_path: Path) -> None:
    root = copied("road-signs-yolo", tmp_path)
    shutil.rmtree(root / "resplit")
    before = problems(root)
    labels = sorted((root / "train" / "labels").iterdir())
    expected = {}
    for path, (code, line) in zip(labels, YOLO_FAULTS.items(), strict=False):
        path.write_text(f"{path.read_text().rstrip()}\n{line}\n")
        expected[path.stem] = Counter({code: 1})

    found = new_codes(before, problems(root))

    assert found == expected


def test_classes_that_a_split_lacks_are_found(tmp_path: Path) -> None:
    root = copied("road-signs-yolo", tmp_path)
    shutil.rmtree(root / "resplit")

    missing = [problem.message for problem in problems(root) if problem.code is ProblemCode.CLASS_NOT_IN_SPLIT]

    assert any("bus_stop has no picture in training" in message for message in missing)
    assert any("green_light has no picture in test" in message for message in missing)
    assert not any("green_light has no picture in training" in message for message in missing)
