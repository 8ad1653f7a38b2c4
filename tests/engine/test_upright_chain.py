"""A photo that the camera stored turned is upright everywhere, and what is drawn on it stays where it was drawn.

The same scene is stored in each of the eight EXIF orientations in each format that can say so: dark, with a red corner
and a box around it. Whatever looks at the files has to find the corner within that box.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.cli.app import run_command
from engine.contract.annotations import Box
from engine.contract.config import AugmentationConfig, DatasetConfig, InputConfig, NetworkConfig, RunConfig
from engine.contract.dataset import WriterFormat
from engine.contract.run_folder import RunFolder
from engine.data.fitting import place
from engine.dataset.pictures.decode import decode_picture
from engine.dataset.pictures.thumbnails import make_thumbnail
from engine.train import create_run
from engine.training.loading import load_pictures
from tests.engine.dataset.small_datasets import ignore_progress
from tests.engine.dataset.writers.drawn import converted, drawn_on, opening

ORIENTATIONS = range(1, 9)
ENDINGS = ("jpg", "png", "webp", "tif")
WIDTH, HEIGHT = 96, 64
CORNER = (0.0, 0.0, 24.0, 16.0)
ORIENTATION_TAG, WIDTH_TAG = 0x0112, 0x0100
Found = tuple[float, float, float, float]


def stored(upright: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """The pixels as a camera writes them: the tag says which side of the scene the first row and column are.

    1: top and left, 2: top and right, 3: bottom and right, 4: bottom and left, 5: left and top, 6: right and top,
    7: right and bottom, 8: left and bottom (Exif 2.32, table 4).
    """
    turned = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: upright[:, ::-1].transpose(1, 0, 2),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: upright[::-1].transpose(1, 0, 2),
    }
    return np.ascontiguousarray(turned[orientation])


def save(path: Path, orientation: int) -> None:
    scene = np.full((HEIGHT, WIDTH, 3), 40, np.uint8)
    x_min, y_min, x_max, y_max = map(int, CORNER)
    scene[y_min:y_max, x_min:x_max] = (230, 20, 20)
    image = Image.fromarray(stored(scene, orientation))
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    options = {
        ".jpg": {"quality": 95, "subsampling": 0},
        ".webp": {"lossless": True},
        ".tif": {"tiffinfo": {ORIENTATION_TAG: orientation}},
    }
    how = options.get(path.suffix, {})
    image.save(path, **how) if path.suffix == ".tif" else image.save(path, exif=exif, **how)


def found_corner(pixels: NDArray[np.generic]) -> Found:
    """The box around what is red, in pixels of an array (H, W, 3) of any scale."""
    redness = pixels[..., 0].astype(np.float64) - pixels[..., 2]
    is_red = redness > (redness.min() + redness.max()) / 2
    rows, columns = np.flatnonzero(is_red.any(axis=1)), np.flatnonzero(is_red.any(axis=0))
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def scaled(factor: float) -> Found:
    x_min, y_min, x_max, y_max = (value * factor for value in CORNER)
    return x_min, y_min, x_max, y_max


def corners(box: Box | None) -> Found:
    assert box is not None
    return box.x_min, box.y_min, box.x_max, box.y_max


@pytest.fixture(params=ENDINGS)
def photos(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The scene in eight orientations, in folders of two classes, with a box in a COCO file."""
    root = tmp_path / "photos"
    images, annotations = [], []
    for number in ORIENTATIONS:
        name = f"{'even' if number % 2 == 0 else 'odd'}/{request.param}-{number}.{request.param}"
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        save(root / name, number)
        images.append({"id": number, "file_name": name, "width": WIDTH, "height": HEIGHT})
        annotations.append({"id": number, "image_id": number, "category_id": 1, "bbox": [0, 0, 24, 16], "iscrowd": 0})
    document = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "corner"}]}
    (root / "instances.json").write_text(json.dumps(document))
    return root


def files(photos: Path) -> list[Path]:
    found = sorted(path for path in photos.rglob("*-*.*"))
    assert len(found) == len(ORIENTATIONS)
    return found


def test_the_files_really_are_turned(photos: Path) -> None:
    widths = {}
    for path in files(photos):
        with Image.open(path) as image:
            # Of TIFF, Pillow states the size of the upright picture at once; the file's own tag does not.
            stored_width = image.tag_v2[WIDTH_TAG] if path.suffix == ".tif" else image.width
            widths[image.getexif()[ORIENTATION_TAG]] = stored_width

    assert widths == {number: WIDTH if number < 5 else HEIGHT for number in ORIENTATIONS}


def test_the_index_has_upright_sizes_and_the_box_as_it_was_drawn(photos: Path) -> None:
    with opening(photos) as index:
        sizes = {(row.width, row.height) for row in index.page()}
        boxes = {corners(one.box) for drawn in drawn_on(index).values() for one in drawn}

    assert sizes == {(WIDTH, HEIGHT)}
    assert boxes == {CORNER}


def test_the_gallery_shows_the_corner_in_the_box(photos: Path) -> None:
    for path in files(photos):
        thumbnail = make_thumbnail(path, size_px=WIDTH // 2, crop="letterbox")

        assert (thumbnail.width, thumbnail.height) == (WIDTH, HEIGHT)
        assert found_corner(thumbnail.pixels) == pytest.approx(scaled(0.5), abs=1)


def test_square_thumbnails_are_cut_from_the_upright_picture(photos: Path) -> None:
    for path in files(photos):
        pixels = make_thumbnail(path, size_px=HEIGHT, crop="square").pixels

        # The middle square begins 16 px from the left.
        assert found_corner(pixels) == pytest.approx((0, 0, 8, 16), abs=1)


def test_the_viewer_shows_the_corner_in_the_box(photos: Path) -> None:
    for path in files(photos):
        decoded = decode_picture(path)

        assert (decoded.width, decoded.height) == (WIDTH, HEIGHT)
        assert found_corner(decoded.pixels) == CORNER


def test_training_batches_hold_the_corner_in_the_box(photos: Path, tmp_path: Path) -> None:
    config = RunConfig(
        dataset=DatasetConfig(path=str(photos), reading="folders:"),
        network=NetworkConfig(name="linear", graph={}),
        input=InputConfig(height=48, width=48, channels=3, fit="letterbox"),
        augmentation=AugmentationConfig(enabled=False),
    )
    _, learning = load_pictures(create_run(config, tmp_path / "run"), ignore_progress)

    sequences = [part for part in (learning.training, learning.validation) if part is not None]
    batches = [sequence[number][0] for sequence in sequences for number in range(len(sequence))]
    expected = place((WIDTH, HEIGHT), config.input).boxes_to_input(np.array(CORNER))
    assert learning.training_images + learning.validation_images == len(ORIENTATIONS)
    for picture in np.concatenate(batches):
        assert found_corner(picture) == pytest.approx(tuple(expected), abs=1)


def test_prediction_overlays_show_the_corner_in_the_box(photos: Path, linear_run: RunFolder, tmp_path: Path) -> None:
    out = tmp_path / "predictions"

    assert run_command(["predict", str(linear_run.path), *map(str, files(photos)), "--out", str(out)]) == 0

    found = json.loads((out / "predictions.json").read_text())
    assert {(entry["width"], entry["height"]) for entry in found} == {(WIDTH, HEIGHT)}
    for path in files(photos):
        with Image.open(out / f"{path.stem}.png") as overlay:
            picture = np.asarray(overlay.convert("RGB"))
        factor = picture.shape[1] / WIDTH
        assert found_corner(picture) == pytest.approx(scaled(factor), abs=1)


@pytest.mark.parametrize("format", ["coco", "voc", "yolo", "labelme", "csv"])
def test_exported_pictures_have_the_corner_in_the_exported_box(
    photos: Path, format: WriterFormat, tmp_path: Path
) -> None:
    converted(photos, tmp_path / "out", format)

    with opening(tmp_path / "out") as index:
        rows = index.page()
        assert {(row.width, row.height) for row in rows} == {(WIDTH, HEIGHT)}
        assert [len(index.annotations(row.id)) for row in rows] == [1] * len(ORIENTATIONS)
        for row in rows:
            (drawn,) = index.annotations(row.id)
            assert corners(drawn.box) == pytest.approx(CORNER, abs=1e-4)
            assert found_corner(decode_picture(index.root / row.path).pixels) == CORNER


def test_exported_masks_cover_the_corner_of_the_upright_picture(photos: Path, tmp_path: Path) -> None:
    document = json.loads((photos / "instances.json").read_text())
    for annotation in document["annotations"]:
        annotation["segmentation"] = [[0, 0, 24, 0, 24, 16, 0, 16]]
    (photos / "instances.json").write_text(json.dumps(document))

    converted(photos, tmp_path / "out", "masks")

    for path in files(photos):
        with Image.open(tmp_path / f"out/masks/{path.stem}.png") as mask:
            painted = np.asarray(mask)
        rows, columns = np.nonzero(painted)
        assert painted.shape == (HEIGHT, WIDTH)
        assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == CORNER


def test_labels_of_the_stored_picture_are_turned_with_it_and_exported_upright(photos: Path, tmp_path: Path) -> None:
    document = json.loads((photos / "instances.json").read_text())
    sideways = [image for image in document["images"] if image["id"] >= 5]
    # Where the corner is in the stored pixels, by orientation: x, y, width, height.
    stored_boxes = {5: [0, 0, 16, 24], 6: [0, 72, 16, 24], 7: [48, 72, 16, 24], 8: [48, 0, 16, 24]}
    document["images"] = [{**image, "width": HEIGHT, "height": WIDTH} for image in sideways]
    document["annotations"] = [
        {**one, "bbox": stored_boxes[one["id"]]} for one in document["annotations"] if one["id"] >= 5
    ]
    (photos / "instances.json").write_text(json.dumps(document))

    converted(photos, tmp_path / "out", "coco")

    with opening(tmp_path / "out") as index:
        drawn = [one for annotations in drawn_on(index).values() for one in annotations]
    assert [corners(one.box) for one in drawn] == [CORNER] * 4
