"""Opening a label file in place of a folder."""

import json
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from tests.engine.dataset.small_datasets import listed, save_pictures


def save_coco(path: Path, names: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    images = [{"id": number, "file_name": name, "width": 8, "height": 6} for number, name in enumerate(names)]
    boxes = [{"id": 1, "image_id": 0, "category_id": 1, "bbox": [1, 1, 3, 3]}]
    document = {"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "cat"}]}
    path.write_text(json.dumps(document))
    return path


def paths(place: Path) -> list[str]:
    return [image.path for image in listed(place).images]


def test_label_file_leaves_out_pictures_that_it_does_not_name(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png"])

    assert paths(save_coco(tmp_path / "labels.json", ["a.png"])) == ["a.png"]


def test_folder_keeps_pictures_that_no_label_file_names(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png"])
    save_coco(tmp_path / "labels.json", ["a.png"])

    assert sorted(paths(tmp_path)) == ["a.png", "b.png"]


def test_label_file_in_a_folder_of_labels_finds_the_pictures_beside_it(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["images/a.png"])

    assert paths(save_coco(tmp_path / "annotations" / "labels.json", ["a.png"])) == ["images/a.png"]


def test_label_file_elsewhere_reads_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["images/a.png"])

    (image,) = listed(save_coco(tmp_path / "export" / "labels.json", ["a.png"])).images

    assert (image.path, image.bytes) == ("a.png", 0)


def test_table_counts_more_than_the_folders_around_it(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["cat/a.png", "dog/b.png"])
    (tmp_path / "labels.csv").write_text("path,label\ncat/a.png,tiger\ndog/b.png,wolf\n")

    assert listed(tmp_path / "labels.csv").classes == ("tiger", "wolf")


def test_table_without_labels_is_refused(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["cat/a.png", "dog/b.png"])
    (tmp_path / "prices.csv").write_text("fruit,price\napple,3\n")

    with pytest.raises(UserError, match=r"prices\.csv"):
        listed(tmp_path / "prices.csv")
