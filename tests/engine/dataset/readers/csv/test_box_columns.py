import pytest

from engine.contract.annotations import Box
from engine.dataset.readers.csv.box_columns import BoxColumns, box_of, find_box_columns
from engine.dataset.readers.csv.table import Row


def table(*lines: str) -> list[Row]:
    return [Row(number, tuple(line.split(";"))) for number, line in enumerate(lines, start=1)]


def is_picture(text: str) -> bool:
    return text.endswith(".png")


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("filename;cell_type;xmin;xmax;ymin;ymax", "a.png;RBC;1;2;3;4",
         BoxColumns(0, 1, None, (2, 4, 3, 5), "corners", None, True)),
        ("filename;width;height;class;xmin;ymin;xmax;ymax", "a.png;8;6;cat;1;2;3;4",
         BoxColumns(0, 3, None, (4, 5, 6, 7), "corners", (1, 2), True)),
        ("label_name;bbox_x;bbox_y;bbox_width;bbox_height;image_name;image_width;image_height", "cat;1;2;3;4;a.png;8;6",
         BoxColumns(5, 0, None, (1, 2, 3, 4), "corner_size", (6, 7), True)),
        ("image;x;y;w;h;label", "a.png;1;2;3;4;cat", BoxColumns(0, 5, None, (1, 2, 3, 4), "corner_size", None, True)),
        ("image;x1;y1;width;height", "a.png;1;2;3;4",
         BoxColumns(0, None, None, (1, 2, 3, 4), "corner_size", None, True)),
        ("path;X Center;Y Center;Width;Height;Class;split", "a.png;.5;.5;1;1;cat;train",
         BoxColumns(0, 5, 6, (1, 2, 3, 4), "centre_size", None, True)),
        ("image_id;width;height;bbox;source", "a.png;8;6;[1, 2, 3, 4];x",
         BoxColumns(0, None, None, (3,), "corner_size", (1, 2), True)),
        ("ImageID;Source;LabelName;XMin;XMax;YMin;YMax", "a.png;x;/m/01;0.1;0.2;0.3;0.4",
         BoxColumns(0, 2, None, (3, 5, 4, 6), "corners", None, True)),
    ],
)  # fmt: skip
def test_columns_are_found_in_any_order_and_by_many_names(header: str, cells: str, expected: BoxColumns) -> None:
    assert find_box_columns(table(header, cells), is_picture) == expected


def test_table_without_names_has_path_corners_and_class() -> None:
    expected = BoxColumns(0, 5, None, (1, 2, 3, 4), "corners", None, has_header=False)

    assert find_box_columns(table("a.png;1;2;3;4;cat", "b.png;;;;;"), is_picture) == expected


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("path;label", "a.png;cat"),
        ("xmin;ymin;xmax;ymax", "1;2;3;4"),
        ("file;width;height", "a.png;8;6"),
        ("a.png;cat;1;2;3;4",),
        ("a.png;;;;;",),
    ],
)
def test_other_tables_have_no_boxes(lines: tuple[str, ...]) -> None:
    assert find_box_columns(table(*lines), is_picture) is None


def test_box_in_one_cell_is_taken_apart() -> None:
    columns = BoxColumns(0, None, None, (1,), "corner_size", None, True)

    assert columns.texts(Row(2, ("a.png", "[1.5, -2 3e1,nan]"))) == ("1.5", "-2", "3e1", "nan")


def test_numbers_become_corners() -> None:
    assert box_of((1, 2, 3, 4), "corners") == Box(1, 2, 3, 4)
    assert box_of((1, 2, 3, 4), "corner_size") == Box(1, 2, 4, 6)
    assert box_of((3, 4, 2, 6), "centre_size") == Box(2, 1, 4, 7)
