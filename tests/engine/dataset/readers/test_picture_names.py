import pytest

from engine.contract.dataset import ProblemCode
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import FoundFile

PATHS = ("a.png", "in/b.png", "in/c.png", "out/c.png", "in/ d.png", "in/e\\f.png", "plain")


@pytest.fixture
def names() -> PictureNames:
    return PictureNames(FoundFile(path, 1, 1) for path in PATHS)


@pytest.mark.parametrize(
    ("text", "folder", "expected"),
    [
        ("a.png", "", "a.png"),
        ("b.png", "in", "in/b.png"),
        ("./in/../in/b.png", "", "in/b.png"),
        ("in\\b.png", "", "in/b.png"),
        ("../a.png", "in", "a.png"),
        ("b.png", "", "in/b.png"),
        ("b", "", "in/b.png"),
        ("elsewhere/b.jpg.png", "", ProblemCode.MISSING_PICTURE),
        ("c.png", "out", "out/c.png"),
        ("c.png", "", ProblemCode.MISSING_PICTURE),
        (" d.png", "in", "in/ d.png"),
        (" a.png ", "", "a.png"),
        ("e\\f.png", "in", "in/e\\f.png"),
        ("plain", "", "plain"),
        ("", "", ProblemCode.MISSING_PICTURE),
        ("a\0.png", "", ProblemCode.MISSING_PICTURE),
        ("/a.png", "", ProblemCode.OUTSIDE_FOLDER),
        ("C:\\a.png", "", ProblemCode.OUTSIDE_FOLDER),
        ("https://host/a.png", "", ProblemCode.OUTSIDE_FOLDER),
        ("../../a.png", "in", ProblemCode.OUTSIDE_FOLDER),
    ],
)
def test_names_mean_pictures_inside_the_folder(
    names: PictureNames, text: str, folder: str, expected: str | ProblemCode
) -> None:
    assert names.find(text, folder) == expected
