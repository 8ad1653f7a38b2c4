import numpy as np
import pytest

from engine.dataset.pictures.decode import Header
from engine.dataset.readers.masks.class_names import ClassNames
from engine.dataset.readers.masks.codes import is_voc_palette, understand_codes, voc_colour
from engine.dataset.readers.masks.looks import MaskLook

HEADER = Header("PNG", "L", (8, 8))


def grey(*values: int, is_soft: bool = False) -> MaskLook:
    return MaskLook(HEADER, "grey", dict.fromkeys(values, 10), {}, 1.0, is_soft)


def palette(colours: dict[int, int]) -> MaskLook:
    return MaskLook(HEADER, "palette", dict.fromkeys(colours, 10), colours, 1.0, False)


def test_the_palette_of_voc_is_that_of_its_development_kit() -> None:
    assert [voc_colour(index) for index in (0, 1, 2, 3, 15, 20, 255)] == [
        0x000000, 0x800000, 0x008000, 0x808000, 0xC08080, 0x004080, 0xE0E0C0,
    ]  # fmt: skip


def test_other_palettes_are_not_those_of_voc() -> None:
    assert is_voc_palette([palette({0: 0, 1: 0x800000})])
    assert not is_voc_palette([palette({0: 0, 1: 0xFF0000})])
    assert not is_voc_palette([palette({0: 0})])


def test_names_of_binary_masks_stand_in_a_file_of_two() -> None:
    understood = understand_codes([grey(0, 255, is_soft=True)], "masks", ClassNames("c.txt", listed=["rest", "road"]))

    assert understood.codes.classes == ((0, "rest"), (255, "road"))
    assert understood.files == ("c.txt",)


def test_a_file_that_does_not_fit_the_masks_is_not_used() -> None:
    understood = understand_codes([grey(0, 10, 20)], "masks", ClassNames("c.txt", by_value={77: "far"}))

    assert [name for _, name in understood.codes.classes] == ["code 0", "code 10", "code 20"]
    assert not understood.files


def test_classes_of_a_file_that_no_mask_shows_are_kept() -> None:
    names = ClassNames("c.json", by_value={0: "sky", 1: "tree", 2: "road", 9: "void"})

    understood = understand_codes([grey(0, 1, 255)], "masks", names)

    assert understood.codes.classes == ((0, "sky"), (1, "tree"), (2, "road"), (9, None), (255, None))


def test_two_values_are_background_and_what_the_folder_holds() -> None:
    assert understand_codes([grey(0, 3)], "cells", None).codes.classes == ((0, "background"), (3, "cell"))


def test_more_than_254_values_are_cut() -> None:
    assert len(understand_codes([grey(*range(300))], "masks", None).codes.classes) == 254


@pytest.mark.parametrize(
    ("last", "is_left_out"), [((0, 1, 2, 255), True), ((0, 64, 128, 255), False), ((0, 1, 255), False)]
)
def test_255_beside_numbers_in_a_row_is_left_out(last: tuple[int, ...], is_left_out: bool) -> None:
    classes = dict(understand_codes([grey(*last)], "masks", None).codes.classes)

    assert (classes[255] is None) is is_left_out


def test_values_of_all_masks_count() -> None:
    values = [grey(0, int(value)) for value in np.array([10, 20, 30])]

    assert [value for value, _ in understand_codes(values, "masks", None).codes.classes] == [0, 10, 20, 30]
