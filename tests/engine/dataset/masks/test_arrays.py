from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import (
    NO_CLASS,
    AnnotationKind,
    Box,
    ClassMaskFile,
    Geometry,
    IndexedAnnotation,
    MaskCodes,
    MaskFile,
    Polygon,
    RunLengths,
)
from engine.dataset.masks.arrays import MaskSizeError, area_and_box, class_mask, draw_classes, object_mask
from engine.dataset.masks.values import MaskPicture, read_mask
from engine.dataset.pictures.decode import DecodeError, decode_picture, load_stored, read_header
from tests.shared_data import dataset

INDICES = {"sky": 0, "tree": 1}
GREY = MaskCodes("grey", ((10, "sky"), (20, "tree"), (255, None)))


def save_grey(path: Path, rows: list[list[int]], dtype: type[np.generic] = np.uint8) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.array(rows, dtype)).save(path)
    return path


def grey(rows: list[list[int]]) -> MaskPicture:
    return MaskPicture(np.array(rows, np.uint8), "grey")


def annotation(geometry: Geometry, class_index: int | None = 0, *, is_dropped: bool = False) -> IndexedAnnotation:
    return IndexedAnnotation(1, AnnotationKind.MASK, None, class_index, None, None, geometry, is_dropped=is_dropped)


def test_grey_values_are_looked_up_and_others_are_counted() -> None:
    pixels, unknown = class_mask(grey([[10, 20, 255], [7, 7, 10]]), GREY, INDICES)

    assert pixels.dtype == np.uint8
    assert pixels.tolist() == [[0, 1, NO_CLASS], [NO_CLASS, NO_CLASS, 0]]
    assert unknown == {7: 2}


def test_classes_that_nobody_asks_for_are_left_out_and_not_unknown() -> None:
    assert class_mask(grey([[10, 20]]), GREY, {"tree": 0}) == (pytest.approx(np.array([[NO_CLASS, 0]])), {})


def test_colours_are_looked_up_and_others_are_counted() -> None:
    codes = MaskCodes("rgb", ((0xFF0000, "tree"), (0x0000FF, "sky")))
    mask = MaskPicture(np.array([[0xFF0000, 0x0000FF, 0x0000FE]], np.uint32), "rgb")

    assert class_mask(mask, codes, INDICES)[0].tolist() == [[1, 0, NO_CLASS]]
    assert class_mask(mask, codes, INDICES)[1] == {0x0000FE: 1}


def test_soft_edges_of_a_binary_mask_are_cut_at_half_brightness() -> None:
    codes = MaskCodes("binary", ((0, "sky"), (255, "tree")))

    assert class_mask(grey([[0, 127, 128, 255]]), codes, INDICES).pixels.tolist() == [[0, 0, 1, 1]]


def test_more_classes_than_eight_bits_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="255"):
        class_mask(grey([[0]]), GREY, {str(index): index for index in range(256)})


def test_the_same_codes_are_read_from_greys_palettes_and_colours(tmp_path: Path) -> None:
    rows = np.array([[10, 20, 10, 255]], np.uint8)
    Image.fromarray(rows).save(tmp_path / "grey.png")
    Image.fromarray(rows).convert("RGB").save(tmp_path / "rgb.png")
    Image.fromarray(rows).convert("RGB").quantize(3).save(tmp_path / "palette.png")
    Image.fromarray(rows).convert("LA").save(tmp_path / "alpha.png")

    for name in ("grey", "rgb", "palette", "alpha"):
        assert class_mask(read_mask(tmp_path / f"{name}.png"), GREY, INDICES) == (
            pytest.approx(np.array([[0, 1, 0, NO_CLASS]])),
            {},
        )


def test_a_palette_gives_indices_and_its_colours(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[2, 0], [1, 1]], np.uint8)).convert("P")
    image.putpalette([0, 0, 0, 128, 0, 0, 0, 128, 0])
    image.save(tmp_path / "voc.png")

    mask = read_mask(tmp_path / "voc.png")

    assert (mask.kind, mask.values.tolist()) == ("palette", [[2, 0], [1, 1]])
    assert mask.palette is not None
    assert mask.palette[:3].tolist() == [0, 0x800000, 0x008000]


def test_one_bit_and_sixteen_bits_keep_their_values(tmp_path: Path) -> None:
    Image.fromarray(np.array([[0, 255]], np.uint8)).convert("1").save(tmp_path / "bit.png")
    save_grey(tmp_path / "deep.png", [[0, 300, 65535]], np.uint16)
    save_grey(tmp_path / "deeper.tif", [[0, 70000]], np.int32)

    assert read_mask(tmp_path / "bit.png").values.tolist() == [[0, 255]]
    assert read_mask(tmp_path / "deep.png").values.tolist() == [[0, 300, 65535]]
    assert read_mask(tmp_path / "deeper.tif").values.tolist() == [[0, 70000]]


def test_numbers_that_are_no_codes_are_refused(tmp_path: Path) -> None:
    save_grey(tmp_path / "shares.tif", [[0, 0.5]], np.float32)
    save_grey(tmp_path / "below.tif", [[0, -1]], np.int32)

    for name in ("shares.tif", "below.tif"):
        with pytest.raises(DecodeError, match="whole numbers"):
            read_mask(tmp_path / name)


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_a_mask_is_turned_as_its_picture_is(tmp_path: Path, ending: str) -> None:
    rows = np.arange(6, dtype=np.uint8).reshape(2, 3)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(rows).save(tmp_path / f"turned.{ending}", exif=exif)

    assert read_mask(tmp_path / f"turned.{ending}").values.tolist() == [[3, 0], [4, 1], [5, 2]]


def test_an_object_is_the_bright_part_of_its_file_or_one_value_of_it(tmp_path: Path) -> None:
    save_grey(tmp_path / "soft.png", [[0, 100, 200, 255]])
    save_grey(tmp_path / "ids.png", [[0, 1, 2, 1]])

    soft = object_mask(MaskFile("soft.png"), width=4, height=1, root=tmp_path)
    second = object_mask(MaskFile("ids.png", 1), width=4, height=1, root=tmp_path)

    assert soft.tolist() == [[False, False, True, True]]
    assert second.tolist() == [[False, True, False, True]]


def test_runs_go_down_the_columns_and_begin_with_zeros(tmp_path: Path) -> None:
    runs = RunLengths(height=2, width=3, counts=(1, 2, 2, 1))

    mask = object_mask(runs, width=3, height=2, root=tmp_path)

    assert mask.astype(int).tolist() == [[0, 1, 0], [1, 0, 1]]


def test_boxes_and_polygons_take_pixels_by_their_centres(tmp_path: Path) -> None:
    box = object_mask(Box(0.5, 0, 2.5, 1), width=4, height=2, root=tmp_path)
    polygon = object_mask(Polygon((((1, 0), (3, 0), (3, 2), (1, 2)),)), width=4, height=2, root=tmp_path)

    assert box.astype(int).tolist() == [[1, 1, 0, 0], [0, 0, 0, 0]]
    assert polygon.astype(int).tolist() == [[0, 1, 1, 0], [0, 1, 1, 0]]


def test_a_mask_of_another_size_is_refused_with_both_sizes(tmp_path: Path) -> None:
    save_grey(tmp_path / "small.png", [[0, 255]])

    with pytest.raises(MaskSizeError, match="2 x 1 pixels for 4 x 3") as raised:
        object_mask(MaskFile("small.png"), width=4, height=3, root=tmp_path)
    assert raised.value.size == (2, 1)


def test_runs_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="reshape"):
        object_mask(RunLengths(2, 3, (1, 4)), width=3, height=2, root=tmp_path)


def test_area_and_box_reach_to_the_outer_edges() -> None:
    mask = np.zeros((5, 6), bool)
    mask[1, 2] = mask[3, 4] = True

    assert area_and_box(mask) == (2, Box(2, 1, 5, 4))
    assert area_and_box(np.zeros((5, 6), bool)) == (0, None)


def test_objects_are_drawn_over_class_masks_and_lines_are_not(tmp_path: Path) -> None:
    save_grey(tmp_path / "classes.png", [[10, 20, 10, 255]])
    save_grey(tmp_path / "object.png", [[255, 0, 0, 0]])
    annotations = [
        annotation(ClassMaskFile("classes.png"), 0),
        annotation(ClassMaskFile("classes.png"), 1),
        annotation(MaskFile("object.png"), 5),
        annotation(MaskFile("object.png"), None),
        annotation(Box(0, 0, 4, 1), 6),
        annotation(MaskFile("missing.png"), 7),
        annotation(MaskFile("object.png"), 8, is_dropped=True),
    ]

    drawn = draw_classes(annotations, width=4, height=1, root=tmp_path, codes=GREY, class_indices=INDICES)

    assert drawn.tolist() == [[5, 1, 0, NO_CLASS]]


def test_small_drawings_take_the_nearest_pixels(tmp_path: Path) -> None:
    save_grey(tmp_path / "classes.png", [[10] * 4 + [20] * 4] * 4)
    annotations = [annotation(ClassMaskFile("classes.png"))]

    drawn = draw_classes(annotations, width=8, height=4, root=tmp_path, codes=GREY, class_indices=INDICES, max_side=4)

    assert drawn.tolist() == [[0, 0, 1, 1]] * 2


def test_a_real_mask_is_read_with_its_codes() -> None:
    values = (0, 32, 64, 96, 128, 159, 191, 223, 255)
    codes = MaskCodes("grey", tuple((value, str(value)) for value in values))
    mask = read_mask(dataset("drosophila-vnc") / "stack1/labels/labels00000000.png")

    pixels, unknown = class_mask(mask, codes, {str(value): index for index, value in enumerate(values)})

    assert not unknown
    assert np.unique(pixels).tolist() == list(range(9))
    assert float((pixels == 8).mean()) == pytest.approx(0.74, abs=0.05)


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_headers_tell_the_size_of_the_upright_picture(tmp_path: Path, ending: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"turned.{ending}"
    Image.new("RGB", (6, 4)).save(path, exif=exif)

    header, decoded = read_header(path), decode_picture(path)

    assert header.size == (decoded.width, decoded.height)
    assert load_stored(path).size == header.size
