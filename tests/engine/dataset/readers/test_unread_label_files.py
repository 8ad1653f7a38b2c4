from pathlib import Path

import pytest

from engine.dataset.readers.folders import unlabelled as unlabelled_folder
from tests.engine.dataset.readers.label_files import listing_of, save_text, told
from tests.engine.dataset.small_datasets import save_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One picture, ``a.png``."""
    return save_pictures(tmp_path, ["a.png"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("labels.json", ""),
        ("labels.json", "no JSON"),
        ("labels.json", "[" * 100_000),
        ("labels.xml", "<annotations><image>"),
        ("labels.csv", "price,colour\n3,red\n"),
    ],
)
def test_label_files_that_led_to_nothing_are_told(folder: Path, name: str, content: str) -> None:
    save_text(folder / name, content)

    assert told(listing_of(unlabelled_folder, folder).problems) == [("bad_label_file", name, "", "dropped")]


@pytest.mark.parametrize(("name", "content"), [("package.json", "{}"), ("page.xml", "<page/>"), ("notes.txt", "")])
def test_other_files_are_no_problem(folder: Path, name: str, content: str) -> None:
    save_text(folder / name, content)

    assert listing_of(unlabelled_folder, folder).problems == ()
