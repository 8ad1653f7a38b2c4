import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import NO_CLASS, AnnotationKind, ClassMaskFile, IndexedAnnotation, MaskCodes, MaskFile
from engine.dataset.masks.drawing import MaskDrawing, find_mask_drawings
from engine.dataset.pictures import thumbnail_series
from engine.dataset.pictures.thumbnail_cache import ThumbnailCache
from engine.dataset.pictures.thumbnail_series import Made, thumbnails_in_order
from engine.dataset.pictures.thumbnails import make_mask_thumbnail, make_thumbnail
from tests.engine.dataset.readers.mask_samples import save_mask, save_photo
from tests.engine.dataset.small_datasets import never, opened, save_picture

CODES = MaskCodes("grey", ((0, "sky"), (9, "tree")))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[ThumbnailCache]:
    with closing(ThumbnailCache(tmp_path / "thumbnails.sqlite")) as found:
        yield found


def drawing(root: Path, *annotations: IndexedAnnotation) -> MaskDrawing:
    return MaskDrawing(annotations, root, CODES, {"sky": 0, "tree": 1})


def class_mask(path: str) -> IndexedAnnotation:
    return IndexedAnnotation(1, AnnotationKind.CLASS_MASK, None, 0, None, None, ClassMaskFile(path))


def halves(path: Path, *, width: int = 40, height: int = 20) -> Path:
    """Sky on the left and tree on the right."""
    rows = np.zeros((height, width), np.uint8)
    rows[:, width // 2 :] = 9
    Image.fromarray(rows).save(path)
    return path


def test_a_square_shows_the_middle_and_a_letterbox_shows_all(tmp_path: Path) -> None:
    path = save_picture(tmp_path / "a.png", size=(40, 20))

    square = make_thumbnail(path, size_px=16, crop="square")
    letterbox = make_thumbnail(path, size_px=16, crop="letterbox")

    assert (square.pixels.shape, square.width, square.height) == ((16, 16, 3), 40, 20)
    assert letterbox.pixels.shape == (8, 16, 3)


@pytest.mark.parametrize(
    ("crop", "size_px", "first_tree"), [("letterbox", 16, 8), ("square", 16, 8), ("letterbox", 80, 40)]
)
def test_masks_lie_on_their_thumbnails(tmp_path: Path, crop: str, size_px: int, first_tree: int) -> None:
    halves(tmp_path / "mask.png")
    rows = np.array(Image.open(tmp_path / "mask.png").convert("RGB"))
    Image.fromarray(np.where(rows == 9, 255, 0).astype(np.uint8)).save(tmp_path / "picture.png")

    thumbnail = make_thumbnail(tmp_path / "picture.png", size_px=size_px, crop=crop)  # type: ignore[arg-type]  # a text
    classes = make_mask_thumbnail(drawing(tmp_path, class_mask("mask.png")), thumbnail, crop=crop)  # type: ignore[arg-type]

    assert classes.shape == thumbnail.pixels.shape[:2]
    assert np.array_equal(classes == 1, thumbnail.pixels[..., 0] > 127)
    assert classes[0].tolist().index(1) == first_tree


def test_odd_sides_leave_no_pixel_without_its_class(tmp_path: Path) -> None:
    save_picture(tmp_path / "picture.jpg", size=(1001, 333))
    halves(tmp_path / "mask.png", width=1001, height=333)

    for size_px in (50, 97, 192):
        thumbnail = make_thumbnail(tmp_path / "picture.jpg", size_px=size_px, crop="letterbox")
        classes = make_mask_thumbnail(drawing(tmp_path, class_mask("mask.png")), thumbnail, crop="letterbox")
        assert classes.shape == thumbnail.pixels.shape[:2]
        assert NO_CLASS not in classes


def test_masks_at_full_size_fit_the_shown_picture(tmp_path: Path) -> None:
    halves(tmp_path / "mask.png", width=101, height=33)
    pixels = np.zeros((17, 50, 3), np.uint8)

    drawn = drawing(tmp_path, class_mask("mask.png")).draw_onto(pixels, width=101, height=33)

    assert drawn.shape == (17, 50)


def test_thumbnails_come_in_the_asked_order(tmp_path: Path, kept: ThumbnailCache) -> None:
    paths = [str(save_picture(tmp_path / f"{index}.png", (index, 0, 0), (8, 8))) for index in range(40)]
    paths.insert(7, str(tmp_path / "missing.png"))

    made = list(thumbnails_in_order(paths, {}, size_px=8, crop="square", is_cancelled=never, kept=kept))

    assert [one.path for one in made] == paths
    assert "missing.png" in made[7].reason
    assert [int(one.thumbnail.pixels[0, 0, 0]) for one in made if one.thumbnail] == list(range(40))


def test_several_pictures_are_decoded_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = threading.Barrier(2, timeout=10)

    def make(path: str, *_rest: object, **_settings: object) -> Made:
        both.wait()
        return Made(path)

    monkeypatch.setattr(thumbnail_series, "_make", make)
    monkeypatch.setattr(thumbnail_series.os, "cpu_count", lambda: 2)

    made = list(thumbnails_in_order(["a", "b", "c", "d"], {}, size_px=8, crop="square", is_cancelled=never))

    assert [one.path for one in made] == ["a", "b", "c", "d"]


def test_cancelling_does_not_wait_for_a_slow_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, cancelled = threading.Event(), threading.Event()

    def make(path: str, *_rest: object, **_settings: object) -> Made:
        cancelled.set()
        go_on.wait(10)
        return Made(path)

    monkeypatch.setattr(thumbnail_series, "_make", make)
    start = time.monotonic()

    made = list(thumbnails_in_order(["a"] * 24, {}, size_px=8, crop="square", is_cancelled=cancelled.is_set))
    seconds = time.monotonic() - start
    go_on.set()

    assert not made
    assert seconds < 5


def test_masks_are_found_by_the_paths_of_pictures(tmp_path: Path) -> None:
    root = tmp_path / "set"
    for index in range(3):
        save_photo(root / f"images/{index}.png", index)
        save_mask(root / f"masks/{index}.png", (0, 255))
    save_photo(root / "more/9.png")
    with opened(root) as index:
        paths = [str(index.root / name) for name in ("images/1.png", "more/9.png")]

        found = find_mask_drawings(str(index.path), [*paths, "/elsewhere/1.png"])

    assert list(found) == paths[:1]
    assert found[paths[0]].draw(width=24, height=24)[0, ::12].tolist() == [0, 1]


def test_objects_are_drawn_with_their_class(tmp_path: Path) -> None:
    root = tmp_path / "set"
    for name in ("a", "b"):
        save_photo(root / f"{name}/images/{name}.png")
        for index in range(2):
            save_mask(root / f"{name}/masks/{index}.png", tuple(255 * (other == index) for other in range(3)))
    with opened(root) as index:
        path = str(index.root / "a/images/a.png")

        found = find_mask_drawings(str(index.path), [path])[path]

    assert {one.geometry for one in found.annotations} == {MaskFile("a/masks/0.png"), MaskFile("a/masks/1.png")}
    assert found.draw(width=24, height=24)[0, ::8].tolist() == [0, 0, NO_CLASS]


def test_without_an_index_there_are_no_masks(tmp_path: Path) -> None:
    assert find_mask_drawings(None, ["/a.png"]) == {}
    assert find_mask_drawings(str(tmp_path / "gone.sqlite"), ["/a.png"]) == {}
