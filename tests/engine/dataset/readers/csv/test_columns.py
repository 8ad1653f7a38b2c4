from pathlib import Path

import pytest

from engine.dataset.readers.csv.columns import Columns, find_columns
from engine.dataset.readers.csv.table import Row, read_rows


def table(*lines: str) -> list[Row]:
    return [Row(number, tuple(line.split(","))) for number, line in enumerate(lines, start=1)]


def is_picture(text: str) -> bool:
    return text.endswith(".png")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("path,label", "a.png,cat"), Columns(0, 1, None, True)),
        (("Species,Photo", "cat,a.png"), Columns(1, 0, None, True)),
        (("split,label,file name", "train,cat,a.png"), Columns(2, 1, 0, True)),
        (("a.png,cat", "b.png,dog"), Columns(0, 1, None, False)),
        (("cat,a.png", "dog,b.png"), Columns(1, 0, None, False)),
        (("picture,kind", "a.png,cat", "b.png,cat"), Columns(0, 1, None, True)),
        (("id,age,breed,file", "7,3,pug,a.png", "8,4,pug,b.png"), Columns(3, 2, None, True)),
    ],
)
def test_columns_are_found_by_name_or_content(lines: tuple[str, ...], expected: Columns) -> None:
    assert find_columns(table(*lines), is_picture) == expected


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("path,label",),
        ("filename,cell_type,xmin,xmax", "a.png,RBC,1,2"),
        ("file,result,width", "a.png,ok,8", "b.png,ok,9"),
        ("name,price", "apple,3"),
        ("a.png,a small cat", "b.png,a big dog", "c.png,a bird", "d.png,a fish", "e.png,a cow"),
    ],
)
def test_other_tables_have_no_classes(lines: tuple[str, ...]) -> None:
    assert find_columns(table(*lines), is_picture) is None


@pytest.mark.parametrize(
    "content",
    [
        "path,label\na.png,käse\n".encode(),
        "\ufeffpath;label\r\na.png;käse\r\n".encode(),
        "path\tlabel\na.png\tkäse\n".encode("cp1252"),
        '"path","label"\n\n"a.png", "käse"\n'.encode("utf-16"),
    ],
)
def test_any_encoding_and_separator_is_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "labels.csv").write_bytes(content)

    rows = read_rows(tmp_path / "labels.csv")

    assert [row.cells for row in rows] == [("path", "label"), ("a.png", "käse")]
