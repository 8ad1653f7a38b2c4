from engine.contract.config import SplitConfig
from engine.contract.dataset import ImageRow, ImageStatus
from engine.dataset.sources import folder_source, sources_of


def row(path: str, label: str) -> ImageRow:
    return ImageRow(
        id=1,
        path=path,
        width=8,
        height=8,
        bytes=1,
        split=None,
        given_split=None,
        label=label,
        class_index=0,
        status=ImageStatus.OK,
        problem_count=0,
        is_grey=False,
    )


def test_folders_below_the_class_are_the_source() -> None:
    assert folder_source("cat/camera_2/night/1.png", "cat") == "camera_2/night"


def test_folders_above_the_class_and_the_split_are_the_source() -> None:
    assert folder_source("site_2/train/cat/1.png", "cat") == "site_2"


def test_a_class_of_two_folders_is_left_out() -> None:
    assert folder_source("test/animals/cat/clip_1/1.png", "animals/cat") == "clip_1"


def test_the_class_and_the_split_alone_tell_no_source() -> None:
    assert folder_source("cat/1.png", "cat") is None
    assert folder_source("train/cat/1.png", "cat") is None
    assert folder_source("1.png", "cat") is None


def test_a_class_named_like_a_split_is_no_source() -> None:
    assert folder_source("vehicles/train/1.png", "train") == "vehicles"


def test_groups_of_names_are_the_source_where_pictures_are_kept_together_by_them() -> None:
    rows = [row("cat/clip_a_01.png", "cat"), row("dog/clip_a_02.png", "dog"), row("dog/clip_b_01.png", "dog")]

    assert sources_of(rows, SplitConfig(group_by="name")) == ["clip_a_", "clip_a_", "clip_b_"]
    assert sources_of(rows, SplitConfig()) == [None, None, None]
