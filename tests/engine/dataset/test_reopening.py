from pathlib import Path

from engine.dataset.index.dataset_index import DatasetIndex
from tests.engine.dataset.readers.label_files import save_text
from tests.engine.dataset.small_datasets import opened, save_pictures

_OBJECT = "<object><name>{}</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>4</ymax></bndbox></object>"


def save_labels(folder: Path, name: str, *labels: str) -> None:
    objects = "".join(map(_OBJECT.format, labels))
    save_text(folder / f"{name}.xml", f"<annotation><filename>{name}.png</filename>{objects}</annotation>")


def labels_of(index: DatasetIndex) -> dict[str, list[str | None]]:
    drawn = index.annotations_of([row.id for row in index.page()])
    return {row.path: [annotation.label for annotation in drawn.get(row.id, [])] for row in index.page()}


def test_labels_of_one_picture_may_change_while_those_of_others_stay(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png"])
    save_labels(tmp_path, "a", "cat")
    save_labels(tmp_path, "b", "dog")
    opened(tmp_path).close()

    save_labels(tmp_path, "a", "dog", "cat")

    with opened(tmp_path) as index:
        # Both boxes lie in the same place, and are two since their classes differ.
        assert labels_of(index) == {"a.png": ["dog", "cat"], "b.png": ["dog"]}
