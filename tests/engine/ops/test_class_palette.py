"""Values of masks as colours."""

from engine.contract.class_colours import CLASS_COLOURS, ClassColours
from engine.ops.class_palette import class_palette, stored_palette


def test_classes_are_opaque_and_everything_else_is_clear() -> None:
    palette = class_palette(ClassColours.of(("background", "nucleus")))

    assert palette[1].tolist() == [*CLASS_COLOURS[0], 255]
    assert palette[0].tolist() == palette[2].tolist() == palette[255].tolist() == [0, 0, 0, 0]


def test_in_files_the_background_is_black_and_what_nobody_knows_is_not() -> None:
    palette = stored_palette(ClassColours.of(("background", "nucleus")))

    assert palette.shape == (256, 3)
    assert palette[1].tolist() == list(CLASS_COLOURS[0])
    assert palette[255].tolist() != palette[0].tolist() == [0, 0, 0]
