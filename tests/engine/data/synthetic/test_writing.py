from pathlib import Path

import numpy as np
import pytest

from engine.contract.annotations import ClassMaskFile
from engine.contract.commands import SampleKind
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.data.synthetic import scene
from engine.data.synthetic.classification import CLASSES, draw
from engine.data.synthetic.letters import draw_letter
from engine.data.synthetic.scene import draw_scene
from engine.data.synthetic.writing import KINDS, SIZES, write_sample
from engine.dataset.masks.arrays import object_mask
from engine.dataset.masks.values import read_mask
from engine.dataset.pictures.decode import decode_picture
from tests.engine.dataset.small_datasets import listed, opened


class Stop(Exception):
    pass


def stop(what: str, done: int, total: int) -> None:
    raise Stop


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.png")}


def test_sample_is_a_dataset_with_splits_and_all_classes(tmp_path: Path) -> None:
    write_sample("classification", tmp_path / "sample", count=60, seed=1)

    listing = listed(tmp_path / "sample")

    assert listing.classes == CLASSES
    assert len(listing.images) == 60
    assert {(image.split, image.label) for image in listing.images} == {
        (split, label) for split in ("train", "validation") for label in CLASSES
    }
    assert listing.problems == ()


def test_files_hold_what_was_drawn(tmp_path: Path) -> None:
    write_sample("classification", tmp_path / "sample", count=5, seed=9, size_px=32)

    decoded = decode_picture(tmp_path / "sample/validation/star/00004.png")

    assert np.array_equal(decoded.pixels, draw(9, 4, side=32).pixels)


@pytest.mark.parametrize("kind", ["detection", "instance"])
def test_boxes_are_those_of_the_scenes(tmp_path: Path, kind: SampleKind) -> None:
    write_sample(kind, tmp_path / "sample", count=10, seed=2, size_px=96)

    listing = listed(tmp_path / "sample")

    assert (listing.format, listing.classes, listing.problems) == ("coco", scene.CLASSES, ())
    for image in listing.images:
        drawn = draw_scene(2, int(Path(image.path).stem), side=96)
        boxes = [getattr(one, "box", None) or one.geometry for one in image.annotations]
        assert [(box.x_min, box.y_min, box.x_max, box.y_max) for box in boxes] == [o.box_xyxy for o in drawn.objects]
        assert [one.label for one in image.annotations] == [found.label for found in drawn.objects]


def test_objects_of_chosen_classes_alone_lie_in_scenes_with_boxes(tmp_path: Path) -> None:
    write_sample("detection", tmp_path / "a", count=6, seed=1, size_px=64, objects=("leaf", "starfish"))

    listing = listed(tmp_path / "a")

    assert listing.classes == ("leaf", "starfish")
    assert {one.label for image in listing.images for one in image.annotations} == {"leaf", "starfish"}


def test_masks_of_objects_are_exact_to_the_pixel(tmp_path: Path) -> None:
    write_sample("instance", tmp_path / "sample", count=6, seed=2, size_px=96)

    for image in listed(tmp_path / "sample").images:
        drawn = draw_scene(2, int(Path(image.path).stem), side=96)
        height, width = drawn.pixels.shape[:2]
        for one, found in zip(image.annotations, drawn.objects, strict=True):
            mask = object_mask(one.geometry, width=width, height=height, root=tmp_path)
            assert np.array_equal(mask, found.mask)


def test_class_masks_hold_the_classes_of_the_scenes(tmp_path: Path) -> None:
    write_sample("semantic", tmp_path / "sample", count=5, seed=2, size_px=96)

    listing = listed(tmp_path / "sample")

    assert (listing.format, listing.classes, listing.problems) == ("masks", ("background", *scene.CLASSES), ())
    assert {image.split for image in listing.images} == {Split.TRAIN, Split.VALIDATION}
    for image in listing.images:
        (one,) = image.annotations
        assert isinstance(one.geometry, ClassMaskFile)
        mask = read_mask(tmp_path / "sample" / one.geometry.path)
        assert np.array_equal(mask.values, draw_scene(2, int(Path(image.path).stem), side=96).class_mask())


def test_unlabelled_pictures_are_those_of_the_classes(tmp_path: Path) -> None:
    write_sample("unlabelled", tmp_path / "sample", count=6, seed=1, size_px=32)

    assert listed(tmp_path / "sample").format == "unlabelled"
    assert np.array_equal(decode_picture(tmp_path / "sample/00003.png").pixels, draw(1, 3, side=32).pixels)


def test_letters_lie_in_two_levels_of_folders_and_whole_alphabets_are_for_validation(tmp_path: Path) -> None:
    write_sample("pairs", tmp_path / "sample", count=300, seed=1, size_px=32)

    listing = listed(tmp_path / "sample")
    alphabets = {
        split: {str(image.label).split("/")[0] for image in listing.images if image.split is split}
        for split in (Split.TRAIN, Split.VALIDATION)
    }

    assert len(listing.classes) == 150
    assert f"Aruvi/{draw_letter(1, 0, side=32).letter}" in listing.classes
    assert (len(alphabets[Split.TRAIN]), len(alphabets[Split.VALIDATION])) == (12, 3)
    assert not alphabets[Split.TRAIN] & alphabets[Split.VALIDATION]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_opens_again_with_all_its_pictures(tmp_path: Path, kind: SampleKind) -> None:
    write_sample(kind, tmp_path / "sample", count=40, seed=1, size_px=64)

    with opened(tmp_path / "sample") as index:
        summary = index.summary()

    assert (summary.images, summary.unreadable, summary.damaged) == (40, 0, 0)
    assert SIZES[kind].count >= 600


@pytest.mark.parametrize("kind", KINDS)
def test_larger_sample_of_each_kind_begins_with_the_same_pictures(tmp_path: Path, kind: SampleKind) -> None:
    write_sample(kind, tmp_path / "small", count=10, seed=4, size_px=48)
    write_sample(kind, tmp_path / "large", count=20, seed=4, size_px=48)

    small, large = contents(tmp_path / "small"), contents(tmp_path / "large")

    assert small.items() <= large.items()
    assert len(large) == 2 * len(small)


def test_interrupted_sample_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Stop):
        write_sample("classification", tmp_path / "sample", count=200, seed=1, on_progress=stop)

    assert list(tmp_path.iterdir()) == []


def test_empty_folder_is_filled_and_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()

    write_sample("classification", tmp_path / "sample", count=6, seed=1)

    with pytest.raises(UserError, match="not empty"):
        write_sample("classification", tmp_path / "sample", count=6, seed=1)
    assert len(contents(tmp_path / "sample")) == 6


def test_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(UserError, match="Cannot write the sample"):
        write_sample("classification", tmp_path / "file" / "sample", count=6, seed=1)
