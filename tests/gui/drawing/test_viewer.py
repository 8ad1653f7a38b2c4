"""Boxes and outlines are chosen, drawn, moved, resized, removed and given classes by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.annotations import AnnotationKind, Box, Polygon, Ring
from engine.contract.class_colours import ClassColours
from engine.contract.drawn import DrawnAnnotation
from gui.drawing.hand import HandEdit, Tool
from gui.drawing.shapes import KeyedShape, with_changes, with_drawn
from gui.drawing.viewer import DrawingViewer
from gui.gallery.shapes import AnnotationShape
from gui.theme import theme

CLASSES = ("cat", "dog")
COLOURS = ClassColours.of(CLASSES)
RING: Ring = ((120.0, 20.0), (160.0, 20.0), (160.0, 80.0))
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def keyed(key: str, label: str, geometry: Box | Polygon) -> KeyedShape:
    return with_drawn(None, key, DrawnAnnotation.of(label, geometry), COLOURS)


SHAPES = (
    keyed("0", "cat", Box(20.0, 20.0, 60.0, 60.0)),
    KeyedShape("1", AnnotationShape(AnnotationKind.MASK, "cat", COLOURS.at(0), Box(100, 60, 110, 70)), None),
    keyed("2", "dog", Polygon((RING,))),
)


class Keeper:
    """Takes every edit in at once, as the page does."""

    def __init__(self, viewer: DrawingViewer) -> None:
        self.edits: list[HandEdit] = []
        self.tools: list[Tool] = []
        self.shapes = SHAPES
        self._viewer = viewer
        viewer.edited.connect(self._on_edited)
        viewer.tool_changed.connect(self.tools.append)

    @property
    def last(self) -> DrawnAnnotation | None:
        return self.edits[-1].change.after

    def _on_edited(self, edit: HandEdit) -> None:
        self.edits.append(edit)
        self.shapes = with_changes(self.shapes, [edit.change], COLOURS)
        self._viewer.set_drawn(self.shapes, CLASSES, can_draw=True)


@pytest.fixture
def viewer(qtbot: QtBot) -> DrawingViewer:
    """A picture of 200 x 100 px, zoomed and panned."""
    theme().install("light")
    viewer = DrawingViewer()
    qtbot.addWidget(viewer)
    viewer.resize(700, 420)
    viewer.show()
    viewer.set_picture(QImage(200, 100, QImage.Format.Format_RGB32))
    viewer.set_drawn(SHAPES, CLASSES, can_draw=True)
    viewer.zoom_in()
    qtbot.keyClick(viewer, Qt.Key.Key_Left, SHIFT)
    return viewer


@pytest.fixture
def keeper(viewer: DrawingViewer) -> Keeper:
    return Keeper(viewer)


def at(viewer: DrawingViewer, x: float, y: float) -> QPoint:
    rect = viewer.picture_rect
    return QPointF(rect.left() + x * viewer.zoom, rect.top() + y * viewer.zoom).toPoint()


def click(qtbot: QtBot, viewer: DrawingViewer, x: float, y: float) -> None:
    qtbot.mouseClick(viewer, LEFT, pos=at(viewer, x, y))


def drag(qtbot: QtBot, viewer: DrawingViewer, start: tuple[float, float], end: tuple[float, float]) -> None:
    qtbot.mousePress(viewer, LEFT, pos=at(viewer, *start))
    qtbot.mouseMove(viewer, at(viewer, *end))
    qtbot.mouseRelease(viewer, LEFT, pos=at(viewer, *end))


def test_a_click_chooses_what_a_hand_can_change_and_says_so(qtbot: QtBot, viewer: DrawingViewer) -> None:
    click(qtbot, viewer, 40, 40)
    chosen = viewer.chosen_shape
    words = viewer.accessibleDescription()
    click(qtbot, viewer, 105, 65)

    assert chosen == SHAPES[0]
    assert words == "box of cat, 1 of 3, x 20, y 20, 40 × 40 px"
    assert viewer.chosen_shape is None


def test_the_chosen_box_is_dragged_by_whole_pixels(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)

    drag(qtbot, viewer, (40, 40), (50, 35))

    assert keeper.last == DrawnAnnotation.of("cat", Box(30, 15, 70, 55))
    assert [edit.words for edit in keeper.edits] == ["moving of a box, cat"]


def test_what_is_not_chosen_is_not_dragged_but_the_picture(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    before = viewer.picture_rect

    drag(qtbot, viewer, (40, 40), (50, 35))

    assert keeper.edits == []
    assert viewer.picture_rect != before


@pytest.mark.parametrize(
    ("grip", "end", "expected"),
    [
        ((20, 20), (10, 12), Box(10, 12, 60, 60)),
        ((40, 20), (55, 12), Box(20, 12, 60, 60)),
        ((60, 20), (70, 30), Box(20, 30, 70, 60)),
        ((60, 40), (80, 99), Box(20, 20, 80, 60)),
        ((60, 60), (65, 70), Box(20, 20, 65, 70)),
        ((40, 60), (10, 70), Box(20, 20, 60, 70)),
        ((20, 60), (25, 70), Box(25, 20, 60, 70)),
        ((20, 40), (90, 70), Box(60, 20, 90, 60)),
    ],
)
def test_each_of_the_eight_handles_resizes(
    qtbot: QtBot,
    viewer: DrawingViewer,
    keeper: Keeper,
    grip: tuple[float, float],
    end: tuple[float, float],
    expected: Box,
) -> None:
    click(qtbot, viewer, 40, 40)

    drag(qtbot, viewer, grip, end)

    assert keeper.last == DrawnAnnotation.of("cat", expected)


def test_a_handle_is_taken_hold_of_beside_its_middle(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)
    place = at(viewer, 60, 60) + QPoint(5, -5)

    qtbot.mousePress(viewer, LEFT, pos=place)
    qtbot.mouseRelease(viewer, LEFT, pos=at(viewer, 70, 70))

    assert keeper.last == DrawnAnnotation.of("cat", Box(20, 20, 70, 70))


def test_a_tiny_box_can_be_moved_and_resized(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    keeper.shapes = (keyed("0", "cat", Box(50.0, 50.0, 52.0, 52.0)),)
    viewer.set_drawn(keeper.shapes, CLASSES, can_draw=True)
    qtbot.keyClick(viewer, Qt.Key.Key_Tab)

    drag(qtbot, viewer, (51, 51), (61, 51))

    assert keeper.last == DrawnAnnotation.of("cat", Box(60, 50, 62, 52))


def test_a_corner_of_an_outline_is_dragged(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 150, 40)

    drag(qtbot, viewer, (160, 80), (170, 90))

    assert keeper.last is not None
    (ring,) = keeper.last.rings
    assert ring[:2] == RING[:2]
    assert ring[2] == pytest.approx((170, 90), abs=0.5)


def test_a_double_click_puts_a_corner_on_the_line_and_takes_one_away(
    qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper
) -> None:
    click(qtbot, viewer, 150, 40)

    qtbot.mouseDClick(viewer, LEFT, pos=at(viewer, 140, 20))
    qtbot.mouseDClick(viewer, LEFT, pos=at(viewer, 120, 20))
    qtbot.mouseDClick(viewer, LEFT, pos=at(viewer, 160, 20))  # two points would be left

    first, second = (edit.change.after for edit in keeper.edits)
    assert first is not None
    assert second is not None
    assert [len(first.rings[0]), len(second.rings[0])] == [4, 3]
    assert first.rings[0][1] == pytest.approx((140, 20), abs=0.5)
    assert second.rings[0] == first.rings[0][1:]


def test_arrow_keys_move_by_a_pixel_and_with_shift_by_ten(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)

    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.keyClick(viewer, Qt.Key.Key_Down, SHIFT)

    assert [edit.change.after for edit in keeper.edits] == [
        DrawnAnnotation.of("cat", Box(21, 20, 61, 60)),
        DrawnAnnotation.of("cat", Box(21, 30, 61, 70)),
    ]


def test_a_key_that_is_held_down_is_one_step(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)

    for _ in range(5):
        qtbot.keyPress(viewer, Qt.Key.Key_Left)
    before = list(keeper.edits)
    qtbot.keyRelease(viewer, Qt.Key.Key_Left)

    assert before == []
    assert [edit.change.after for edit in keeper.edits] == [DrawnAnnotation.of("cat", Box(15, 20, 55, 60))]


def test_other_shapes_are_not_drawn_anew_while_a_key_is_held_down(qtbot: QtBot, viewer: DrawingViewer) -> None:
    click(qtbot, viewer, 40, 40)
    qtbot.keyPress(viewer, Qt.Key.Key_Left)
    viewer.grab()
    before = viewer._drawn.cacheKey()

    qtbot.keyPress(viewer, Qt.Key.Key_Left)
    viewer.grab()

    assert viewer._drawn.cacheKey() == before


def test_without_a_choice_the_arrow_keys_go_to_other_pictures(qtbot: QtBot, viewer: DrawingViewer) -> None:
    with qtbot.waitSignal(viewer.stepped) as stepped:
        qtbot.keyClick(viewer, Qt.Key.Key_Right)

    assert stepped.args == [1]


def test_delete_removes_and_goes_on(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)

    qtbot.keyClick(viewer, Qt.Key.Key_Delete)

    assert (keeper.edits[0].change.key, keeper.last) == ("0", None)
    assert viewer.chosen_shape == SHAPES[2]


def test_numbers_give_classes(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)

    qtbot.keyClick(viewer, Qt.Key.Key_2)
    qtbot.keyClick(viewer, Qt.Key.Key_9)  # there is no such class

    assert [edit.change.after for edit in keeper.edits] == [DrawnAnnotation.of("dog", Box(20, 20, 60, 60))]
    assert keeper.edits[0].words == "class dog of a box"


def test_a_box_is_drawn_with_the_class_that_was_given_last_and_is_chosen(
    qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper
) -> None:
    viewer.give_class("dog")
    qtbot.keyClick(viewer, Qt.Key.Key_B)

    drag(qtbot, viewer, (30, 70), (70, 95))
    qtbot.keyClick(viewer, Qt.Key.Key_1)

    assert [edit.change.after for edit in keeper.edits] == [
        DrawnAnnotation.of("dog", Box(30, 70, 70, 95)),
        DrawnAnnotation.of("cat", Box(30, 70, 70, 95)),
    ]
    assert len({edit.change.key for edit in keeper.edits}) == 1
    assert not keeper.edits[0].change.key.isdigit()


def test_an_outline_is_drawn_by_clicks_and_closed_by_return(
    qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper
) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_P)
    for point in ((30, 70), (99, 99), (70, 70), (70, 95)):
        click(qtbot, viewer, *point)
        if point == (99, 99):
            qtbot.keyClick(viewer, Qt.Key.Key_Backspace)

    qtbot.keyClick(viewer, Qt.Key.Key_Return)

    assert keeper.last is not None
    assert keeper.last.label == "cat"
    (ring,) = keeper.last.rings
    assert [value for point in ring for value in point] == pytest.approx([30, 70, 70, 70, 70, 95], abs=0.5)


def test_an_outline_of_two_points_stays_open(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_P)
    click(qtbot, viewer, 30, 70)
    click(qtbot, viewer, 70, 70)

    qtbot.keyClick(viewer, Qt.Key.Key_Return)

    assert keeper.edits == []
    assert len(viewer._hand.draft) == 2


def test_escape_lays_the_tool_down_then_chooses_nothing(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)
    qtbot.keyClick(viewer, Qt.Key.Key_P)
    click(qtbot, viewer, 30, 70)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    click(qtbot, viewer, 40, 40)

    qtbot.keyClick(viewer, Qt.Key.Key_Escape)

    assert keeper.tools == [Tool.OUTLINE, Tool.NONE]
    assert viewer.chosen_shape is None
    assert keeper.edits == []


def test_escape_during_a_drag_leaves_all_as_it_was(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    click(qtbot, viewer, 40, 40)
    qtbot.mousePress(viewer, LEFT, pos=at(viewer, 40, 40))
    qtbot.mouseMove(viewer, at(viewer, 90, 40))

    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    qtbot.mouseRelease(viewer, LEFT, pos=at(viewer, 90, 40))

    assert keeper.edits == []
    assert viewer.chosen_shape == SHAPES[0]


def test_tab_goes_from_shape_to_shape_and_then_on(qtbot: QtBot, viewer: DrawingViewer) -> None:
    seen = []
    for _ in range(3):
        qtbot.keyClick(viewer, Qt.Key.Key_Tab)
        seen.append(viewer.chosen_shape)

    assert seen == [SHAPES[0], SHAPES[2], None]


def test_what_is_held_stays_in_the_hand_when_the_index_is_read_again(
    qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper
) -> None:
    click(qtbot, viewer, 40, 40)
    qtbot.mousePress(viewer, LEFT, pos=at(viewer, 40, 40))
    qtbot.mouseMove(viewer, at(viewer, 50, 40))

    viewer.set_drawn(SHAPES, CLASSES, can_draw=True)
    qtbot.mouseRelease(viewer, LEFT, pos=at(viewer, 60, 40))

    assert keeper.last == DrawnAnnotation.of("cat", Box(40, 20, 80, 60))


def test_nothing_is_changed_where_a_hand_may_not(qtbot: QtBot, viewer: DrawingViewer, keeper: Keeper) -> None:
    viewer.set_drawn(SHAPES, CLASSES, can_draw=False)

    click(qtbot, viewer, 40, 40)
    qtbot.keyClick(viewer, Qt.Key.Key_B)
    drag(qtbot, viewer, (30, 70), (70, 95))
    qtbot.keyClick(viewer, Qt.Key.Key_Delete)

    assert keeper.edits == []


@pytest.mark.parametrize(
    ("place", "shape"),
    [
        ((60, 60), Qt.CursorShape.SizeFDiagCursor),
        ((20, 60), Qt.CursorShape.SizeBDiagCursor),
        ((20, 40), Qt.CursorShape.SizeHorCursor),
        ((40, 20), Qt.CursorShape.SizeVerCursor),
        ((40, 40), Qt.CursorShape.SizeAllCursor),
        ((90, 90), Qt.CursorShape.ArrowCursor),
    ],
)
def test_the_mouse_shows_what_it_would_take_hold_of(
    qtbot: QtBot, viewer: DrawingViewer, place: tuple[float, float], shape: Qt.CursorShape
) -> None:
    click(qtbot, viewer, 30, 50)

    qtbot.mouseMove(viewer, at(viewer, *place))

    assert viewer.cursor().shape() is shape
