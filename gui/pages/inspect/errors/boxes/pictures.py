"""The pictures below a view of box errors, with the boxes that are right and wrong in each."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.contract.boxes import HIT, MISSED
from engine.ops.mask_difference import Difference
from gui.background import Background
from gui.engine_client import EngineClient
from gui.gallery.annotations import ShapeStore
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import PictureItem
from gui.gallery.painting import TileLook
from gui.labels.keys import LEAVE_KEY, SUGGESTION_KEY
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, Judged, ShownBoxPictures
from gui.pages.inspect.errors.boxes.orders import ORDERS, order_of
from gui.pages.inspect.errors.boxes.picture_shapes import Shapes, shapes_of_pictures
from gui.pages.inspect.errors.boxes.reviews import Reviews, ReviewState
from gui.pages.inspect.errors.boxes.shown_object import ShownObject, Suggestion
from gui.pages.inspect.errors.masks.legend import DifferenceLegend
from gui.pages.inspect.errors.pictures_with_legend import PICTURE_PX, PicturesWithLegend
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.settings import SettingsStore
from gui.viewer.shape_masks import shape_mask_layer
from gui.widgets.button import Button
from gui.words import count, plural

_CAPTION_PX: Final = 20
_OBJECT_PX: Final = 208
_STATES: Final = {ReviewState.OPEN: "", ReviewState.DONE: "Corrected: ", ReviewState.LEFT: "Left: "}
_TIPS: Final = {
    Difference.HIT: "{many} that are right",
    Difference.MISS: "Objects that no {noun} hits",
    Difference.FALSE: "{many} where no object is, beside one, or of one that is found already",
    Difference.WRONG_CLASS: "{many} at an object of another class",
}


class BoxPictures(PicturesWithLegend[ShownBoxPictures, EvaluatedBoxes]):
    """A title with a count, an order, the legend, and the pictures with their boxes."""

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        feed, shapes = ThumbnailFeed(client, crop="letterbox"), ShapeStore()
        gallery = PictureGallery(feed.store, shapes=shapes, caption_px=_CAPTION_PX)
        orders = [(order.name, order.words) for order in ORDERS]
        order = order_of(settings.value.box_errors_order).name
        super().__init__(gallery, orders, order, legend=DifferenceLegend(), parent=parent)
        for part in (feed, shapes):
            part.setParent(self)
        self._feed, self._shapes = feed, shapes
        self._settings = settings
        self._shown = ShownBoxPictures()
        self._evaluated: EvaluatedBoxes | None = None
        self._objects: Judged | None = None
        self._round = 0
        self._background = Background(self)
        self._reviews = Reviews()
        self.take = Button("", icon="check", is_small=True)
        self.leave = Button("Leave it", is_small=True)
        for button in (self.take, self.leave):
            self._add_to_title(button)
            button.hide()
        self.leave.set_tip(f"What is drawn is right ({LEAVE_KEY})")
        self.gallery.set_look(TileLook(is_square=False, shape_layer=shape_mask_layer))
        self.legend.changed.connect(self._on_legend_changed)
        self.gallery.current_changed.connect(self._show_buttons)
        self._shapes.wanted.connect(self._on_shapes_wanted)
        self._background.done.connect(self._on_shapes_known)

    def show_pictures(self, shown: ShownBoxPictures, evaluated: EvaluatedBoxes) -> None:
        if evaluated is not self._evaluated:
            self._feed.set_root(None)
            self._feed.set_root(evaluated.run.root)
            self.legend.set_tips({kind: _words(tip, evaluated) for kind, tip in _TIPS.items()})
        self._shown, self._evaluated = shown, evaluated
        self._objects = evaluated.of_kind(shown.outcome, shown.class_index)
        self._forget_shapes()
        self._header.set_title(shown.title)
        self.all.setVisible(shown.is_choice)
        for part in (self.legend, self.order):
            part.setVisible(shown.objects is None)
        self.gallery.set_thumbnail_px(PICTURE_PX if shown.objects is None else _OBJECT_PX)
        self._nothing.set_sentence(shown.nothing)
        self._show_in_order()
        if shown.chosen is not None:
            self.gallery.select_index(shown.chosen)
        self._show_buttons()
        self._make_room()

    def set_reviews(self, reviews: Reviews) -> None:
        """Mark the objects of which somebody has decided."""
        self._reviews = reviews
        if self._evaluated is not None and self._shown.objects is not None:
            self._show_objects(self._evaluated, self._shown.objects, keeps_place=True)
        self._show_buttons()

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What is suggested for the selected objects."""
        objects = self._shown.objects or ()
        selected = [objects[place].suggestion for place in self.gallery.selection if place < len(objects)]
        return tuple(one for one in selected if one is not None)

    def go_on(self) -> None:
        """Look at the next object."""
        if self._shown.objects is not None and self.gallery.current_index is not None:
            self.gallery.select_index(self.gallery.current_index + 1)

    @Slot()
    def _show_buttons(self) -> None:
        """Offer what can be done about the current object."""
        objects, current = self._shown.objects or (), self.gallery.current_index
        suggestion = objects[current].suggestion if current is not None and current < len(objects) else None
        is_open = suggestion is not None and self._reviews.state(suggestion) is ReviewState.OPEN
        for button in (self.take, self.leave):
            button.setVisible(is_open)
        if suggestion is not None:
            self.take.set_text(suggestion.button)
            self.take.set_tip(f"Do what is suggested for the selected boxes ({SUGGESTION_KEY})")
            self.take.set_available(not self._reviews.why_not, reason=self._reviews.why_not)

    def _remember(self, order: str) -> None:
        self._settings.change(box_errors_order=order)

    def _show_in_order(self) -> None:
        evaluated, objects = self._evaluated, self._objects
        if evaluated is None or objects is None:
            return
        if self._shown.objects is not None:
            self._show_objects(evaluated, self._shown.objects)
            return
        counts = evaluated.counts(objects)
        ranking = order_of(self.order.value).ranking(counts)
        items = tuple(
            self._item(evaluated, place, counts[place].tolist(), ranking.words(float(ranking.values[place])))
            for place in ranking.places()
        )
        self._header.set_note(count(len(items)))
        self._show_items(items)

    def _show_objects(
        self, evaluated: EvaluatedBoxes, objects: Sequence[ShownObject], *, keeps_place: bool = False
    ) -> None:
        self._header.set_note(self._shown.note or count(len(objects)))
        items = [
            _object_item(evaluated, place, one, self._reviews.state(one.suggestion))
            for place, one in enumerate(objects)
        ]
        self._show_items(items, keeps_place=keeps_place)

    def _item(self, evaluated: EvaluatedBoxes, place: int, counts: list[int], caption: str) -> PictureItem:
        """A picture; its id is its place plus 1, by which its boxes are asked for."""
        result = evaluated.results[place]
        wrong = sum(counts) - counts[HIT] - counts[MISSED]
        found = f"{plural(counts[HIT], 'hit')}, {wrong:,} false, {counts[MISSED]:,} missed"
        return PictureItem(
            result.image,
            label="",
            id=place + 1,
            annotations=sum(counts),
            width=result.width,
            height=result.height,
            caption=caption,
            tip=found,
        )

    def _forget_shapes(self) -> None:
        """What is on its way is not wanted any more, either."""
        self._round += 1
        self._shapes.clear()

    @Slot()
    def _on_legend_changed(self) -> None:
        self._forget_shapes()
        self.gallery.update()

    @Slot(object)
    def _on_shapes_wanted(self, ids: tuple[int, ...]) -> None:
        evaluated, objects, kinds = self._evaluated, self._objects, self.legend.kinds
        self._background.forget_all()
        if self._shown.objects is not None:
            known = self._shown.objects
            self._shapes.set_shapes({one: known[one - 1].shapes for one in ids if one <= len(known)})
        elif evaluated is not None and objects is not None:
            places = tuple(one - 1 for one in ids)
            work = partial(shapes_of_pictures, evaluated, objects, places, kinds)
            self._background.ask((self._round, places), work)

    @Slot(object, object)
    def _on_shapes_known(self, key: tuple[int, tuple[int, ...]], found: dict[int, Shapes]) -> None:
        if key[0] == self._round:
            self._shapes.set_shapes({place + 1: shapes for place, shapes in found.items()})


def _words(tip: str, evaluated: EvaluatedBoxes) -> str:
    return tip.format(noun=evaluated.noun, many=evaluated.many.capitalize())


def _object_item(evaluated: EvaluatedBoxes, place: int, one: ShownObject, state: ReviewState) -> PictureItem:
    result = evaluated.results[one.picture]
    return PictureItem(
        result.image,
        label="",
        id=place + 1,
        annotations=len(one.shapes),
        width=result.width,
        height=result.height,
        is_corrected=state is ReviewState.DONE,
        caption=f"{_STATES[state]}{one.caption}",
        tip=one.tip,
        part=str(place),
        focus=one.focus,
    )
