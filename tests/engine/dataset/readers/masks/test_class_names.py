import json
from pathlib import Path
from typing import Any

import pytest

from engine.contract.dataset import ProblemCode
from engine.dataset.readers.masks.class_names import find_class_names, read_class_names
from engine.dataset.recognise import scan_place
from tests.engine.dataset.small_datasets import ignore_progress


def written(root: Path, name: str, text: str) -> str:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    return name


@pytest.mark.parametrize(
    "text",
    [
        "0 sky\n1 tall tree\n",
        "sky: 0\ntall tree: 1\n",
        "sky,0\ntall tree,1\n",
        "# value name\n0\tsky\n\n1\ttall tree\n",
    ],
)
def test_lines_hold_a_value_and_a_name(tmp_path: Path, text: str) -> None:
    assert read_class_names(tmp_path, written(tmp_path, "classes.txt", text)).by_value == {0: "sky", 1: "tall tree"}


@pytest.mark.parametrize(
    "text",
    [
        "64 128 64\tAnimal\n0 0 192 Sky\n",
        "Animal 64,128,64\nSky 0,0,192\n",
        "# label:color_rgb:parts:actions\nAnimal:64,128,64::\nSky:0,0,192::\n",
    ],
)
def test_lines_hold_a_colour_and_a_name(tmp_path: Path, text: str) -> None:
    names = read_class_names(tmp_path, written(tmp_path, "label_colors.txt", text))

    assert names.by_colour == {0x408040: "Animal", 0x0000C0: "Sky"}


def test_lines_without_numbers_are_a_list(tmp_path: Path) -> None:
    assert read_class_names(tmp_path, written(tmp_path, "codes.txt", "Sky\nTall tree\n")).listed == ["Sky", "Tall tree"]


def test_tables_name_colours_or_values(tmp_path: Path) -> None:
    colours = read_class_names(tmp_path, written(tmp_path, "class_dict.csv", "name,r,g,b\nsky,0,0,255\n"))
    values = read_class_names(tmp_path, written(tmp_path, "labels.csv", "id;label\n3;sky\n"))

    assert colours.by_colour == {0x0000FF: "sky"}
    assert values.by_value == {3: "sky"}


@pytest.mark.parametrize(
    "document",
    [
        {"0": "sky", "7": "tree"},
        {"sky": 0, "tree": 7},
        {"classes": {"0": "sky", "7": "tree"}},
        [{"id": 0, "name": "sky"}, {"id": 7, "name": "tree"}],
        {"labels": [{"value": 0, "label": "sky"}, {"value": 7, "label": "tree"}]},
    ],
)
def test_json_names_values_in_many_ways(tmp_path: Path, document: Any) -> None:
    path = written(tmp_path, "classes.json", json.dumps(document))

    assert read_class_names(tmp_path, path).by_value == {0: "sky", 7: "tree"}


@pytest.mark.parametrize(
    "document",
    [
        {"sky": [0, 0, 255], "tree": [0, 128, 0]},
        {"sky": "#0000ff", "tree": "#008000"},
        [{"name": "sky", "color": [0, 0, 255]}, {"name": "tree", "color": "#008000"}],
    ],
)
def test_json_names_colours_in_many_ways(tmp_path: Path, document: Any) -> None:
    path = written(tmp_path, "classes.json", json.dumps(document))

    assert read_class_names(tmp_path, path).by_colour == {0x0000FF: "sky", 0x008000: "tree"}


@pytest.mark.parametrize("text", ["[1, null, {}]", "5", '{"a": {"b": {"c": 1}}}', '{"sky": NaN, "": 1}'])
def test_documents_of_another_kind_name_nothing(tmp_path: Path, text: str) -> None:
    names = read_class_names(tmp_path, written(tmp_path, "classes.json", text))

    assert not names.by_value
    assert not names.by_colour


@pytest.mark.parametrize("text", ["{", "\0", "[" * 100_000])
def test_broken_files_are_problems_and_the_next_file_is_taken(tmp_path: Path, text: str) -> None:
    written(tmp_path, "classes.json", text)
    written(tmp_path, "labels.txt", "0 sky\n")

    names, problems = find_class_names(scan_place(tmp_path.resolve(), ignore_progress), "masks")

    assert names is not None
    assert names.by_value == {0: "sky"}
    assert [(problem.code, problem.path) for problem in problems] == [(ProblemCode.BAD_LABEL_FILE, "classes.json")]


def test_more_names_than_masks_hold_are_something_else(tmp_path: Path) -> None:
    text = "\n".join(f"{value} name" for value in range(1000))

    assert not read_class_names(tmp_path, written(tmp_path, "classes.txt", text))


def test_the_nearest_file_that_holds_names_is_taken(tmp_path: Path) -> None:
    written(tmp_path, "classes.txt", "0 far\n")
    written(tmp_path, "set/masks/labels.json", "{")
    written(tmp_path, "set/classes.json", '{"0": "near"}')
    written(tmp_path, "set/notes.txt", "0 nothing\n")

    names, problems = find_class_names(scan_place(tmp_path.resolve(), ignore_progress), "set/masks")

    assert names is not None
    assert [problem.path for problem in problems] == ["set/masks/labels.json"]
    assert (names.file, names.by_value) == ("set/classes.json", {0: "near"})
