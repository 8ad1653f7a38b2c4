from pathlib import Path

import pytest

from engine.contract.dataset import ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.splits.assigning import write_splits
from engine.dataset.splits.file import SplitFile, read_split_file


def read(tmp_path: Path, content: str | bytes) -> SplitFile:
    path = tmp_path / "split.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_split_file(path)


def test_a_saved_split_is_read_again(tmp_path: Path) -> None:
    splits = {'a, "b".png': Split.TRAIN, "ü/c\n.png": Split.TEST, "d\udcff.png": Split.VALIDATION}
    write_splits(tmp_path / "split.csv", splits)

    file = read_split_file(tmp_path / "split.csv")

    assert file.splits == splits
    assert not file.problems


def test_columns_may_come_in_any_order_and_splits_by_any_name(tmp_path: Path) -> None:
    file = read(tmp_path, "\ufeffSplit,note,File\nval,x,a.png\nTraining,y,.\\b\\c.png\n\n")

    assert file.splits == {"a.png": Split.VALIDATION, "b/c.png": Split.TRAIN}


def test_rows_that_cannot_be_used_are_problems_with_their_place(tmp_path: Path) -> None:
    file = read(tmp_path, "path,split\na.png,train\nb.png,perhaps\nc.png\na.png,test\n")

    assert file.splits == {"a.png": Split.TRAIN}
    assert [(problem.code, problem.path, problem.place) for problem in file.problems] == [
        (ProblemCode.BAD_ROW, "split.csv", "row 3"),
        (ProblemCode.BAD_ROW, "split.csv", "row 4"),
        (ProblemCode.BAD_ROW, "split.csv", "row 5"),
    ]


def test_a_table_of_a_spreadsheet_program_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "path,split\nB\u00e4r.png,test\n".encode("cp1252")).splits == {"Bär.png": Split.TEST}


def test_unknown_pictures_are_problems(tmp_path: Path) -> None:
    file = read(tmp_path, "path,split\na.png,train\ngone.png,test\n")

    (problem,) = file.problems_of_unknown({"a.png", "b.png"})

    assert (problem.code, problem.path, problem.place) == (
        ProblemCode.MISSING_PICTURE,
        "gone.png",
        "split.csv, row 3",
    )


def test_a_file_of_another_dataset_is_refused(tmp_path: Path) -> None:
    file = read(tmp_path, "path,split\na.png,train\n")

    with pytest.raises(UserError, match=r"No picture of the split file.*a\.png"):
        list(file.problems_of_unknown({"b.png"}))


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "path\na.png\n", "\x00\x01\x02"])
def test_what_is_no_split_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UserError, match="no columns"):
        read(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cannot read the split file"):
        read_split_file(tmp_path / "none.csv")
