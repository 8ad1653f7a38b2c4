"""What a run says of the dataset that it learned from."""

from pathlib import Path

import pytest

from engine.contract.config import DatasetConfig


@pytest.mark.parametrize(
    ("config", "name"),
    [
        (DatasetConfig(path="/data/shapes"), "shapes"),
        (DatasetConfig(path="/data/shapes/"), "shapes"),
        (DatasetConfig(path="C:\\pictures\\shapes"), "shapes"),
        (DatasetConfig(path="/data/signs/resplit/data.yaml", root="/data/signs"), "signs"),
        (DatasetConfig(path="/data/signs/labels.json"), "labels.json"),
    ],
)
def test_a_dataset_is_called_by_the_folder_of_its_pictures(config: DatasetConfig, name: str) -> None:
    assert config.name == name


def test_pictures_lie_in_the_folder_that_is_told_or_in_that_of_the_label_file(tmp_path: Path) -> None:
    file = tmp_path / "labels.json"

    assert DatasetConfig(path=str(tmp_path)).folder == tmp_path
    assert DatasetConfig(path=str(file)).folder == tmp_path
    assert DatasetConfig(path=str(file), root="/data").folder == Path("/data")
