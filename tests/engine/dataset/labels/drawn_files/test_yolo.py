"""What was drawn, in files of YOLO."""

from pathlib import Path

import pytest

from engine.contract.annotations import Polygon
from engine.contract.drawn import DrawnAnnotation
from engine.contract.errors import UserError
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.drawn_files.saving import save_drawn
from tests.engine.dataset.labels.drawn_dataset import box, draw, drawn_on, open_index
from tests.engine.dataset.labels.drawn_files.saved import bring_back, require_saved, save
from tests.engine.dataset.small_datasets import save_picture

A, B = "images/a.png", "images/b.png"
TRIANGLE = DrawnAnnotation.of("dog", Polygon((((1.0, 1.0), (9.5, 1.0), (9.0, 9.0)),)))
LINES = "0 0.25 0.5 0.25 0.4\r\n\r\n1 0.1 0.1 0.3 0.1 0.3 0.33\r\n0 0.5 0.5 0.1 0.1 0.87\r\n"
YAML = "path: .\ntrain: images\nval: images\n{names}\n# the end\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        save_picture(tmp_path / "images" / f"{name}.png", size=(40, 30))
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.txt").write_bytes(LINES.encode())
    (tmp_path / "data.yaml").write_text(YAML.format(names="nc: 2\nnames: [cat, dog]"))
    return tmp_path


def lines(folder: Path, name: str = "a") -> bytes:
    return (folder / "labels" / f"{name}.txt").read_bytes()


def test_every_edit_is_read_again_as_it_was_drawn(folder: Path) -> None:
    draw(folder, A, {"0": box("dog", 4, 5, 14.5, 17), "1": TRIANGLE, "2": None, "new": box("cat", 1, 2, 6, 8)})
    draw(folder, B, {"new": TRIANGLE})

    require_saved(folder, [A, B])

    assert lines(folder, "b").startswith(b"1 0.025 ")


def test_only_the_line_of_what_changed_is_another_one(folder: Path) -> None:
    draw(folder, A, {"2": box("cat", 10, 12, 14, 15)})

    save(folder)

    assert lines(folder) == LINES.replace("0 0.5 0.5 0.1 0.1 0.87", "0 0.3 0.45 0.1 0.1 0.87").encode()


def test_another_class_leaves_the_numbers_as_they_are_written(folder: Path) -> None:
    corners = drawn_on(folder, A)[0][1]
    draw(folder, A, {"0": box("dog", *corners)})

    save(folder)

    assert lines(folder) == LINES.replace("0 0.25", "1 0.25").encode()


def test_a_file_that_was_made_goes_with_undo_and_a_changed_one_has_a_backup(folder: Path) -> None:
    draw(folder, A, {"0": None})
    draw(folder, B, {"new": TRIANGLE})

    step = save(folder)
    made = (folder / "labels" / "b.txt").exists()
    bring_back(folder, step)

    assert made
    assert not (folder / "labels" / "b.txt").exists()
    assert lines(folder) == LINES.encode()
    assert (folder / "labels" / "a.txt.bak").read_bytes() == LINES.encode()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("nc: 2\nnames: [cat, dog]", "nc: 3\nnames: [cat, dog, 'red bird']"),
        ("names: ['cat',\n  'dog',\n  ]", None),
        ("names:\n  - cat\n  - dog\nnc: 2", "names:\n  - cat\n  - dog\n  - 'red bird'\nnc: 3"),
        ("names:  # two\n  0: cat\n  1: dog", "names:  # two\n  0: cat\n  1: dog\n  2: 'red bird'"),
        ("names: {0: cat, 1: dog}", None),
    ],
)
def test_a_new_class_is_named_where_the_others_are(folder: Path, names: str, expected: str | None) -> None:
    (folder / "data.yaml").write_text(YAML.format(names=names))
    draw(folder, A, {"0": box("red bird", 4, 5, 14, 17)})

    if expected is None:
        with pytest.raises(UserError, match="cannot be added"):
            save_drawn(open_index(folder), "saving")
        assert (folder / "data.yaml").read_text() == YAML.format(names=names)
    else:
        require_saved(folder, [A])
        assert (folder / "data.yaml").read_text() == YAML.format(names=expected)


def test_a_new_class_stands_in_the_list_of_names(folder: Path) -> None:
    (folder / "data.yaml").unlink()
    (folder / "classes.txt").write_text("cat\ndog\n")
    draw(folder, A, {"0": box("bird", 4, 5, 14, 17)})

    require_saved(folder, [A])

    assert (folder / "classes.txt").read_text() == "cat\ndog\nbird\n"


def test_classes_are_named_before_their_numbers_are_used(folder: Path) -> None:
    draw(folder, A, {"0": box("bird", 4, 5, 14, 17)})

    step = save(folder)

    steps = journal_of_index(open_index(folder)).steps()
    assert [file.path for known in steps if known.id == step for file in known.saved] == ["data.yaml", "labels/a.txt"]


def test_where_nothing_names_classes_only_numbers_are_written(folder: Path) -> None:
    (folder / "data.yaml").unlink()
    draw(folder, A, {"0": box("bird", 4, 5, 14, 17)})

    with pytest.raises(UserError, match="calls classes by their numbers"):
        save_drawn(open_index(folder), "saving")

    assert lines(folder) == LINES.encode()
