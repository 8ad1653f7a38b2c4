"""Asks the engine for variants of a picture: one question at a time, and always the newest one next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from engine.contract.annotations import AnnotationKind
from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.commands import PreviewAugmentation
from engine.contract.events import AugmentationPreviewed, Failed
from gui.engine_client import EngineClient, Reply
from gui.gallery.annotation_painting import mask_image
from gui.gallery.shapes import AnnotationShape, moved_shapes
from gui.pictures.pixels import image_from_array

_COLLECT_MS: Final = 40
_SLOW_MS: Final = 300


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a picture as it is drawn.

    Attributes:
        image: its pixels.
        mask: its masks in the colours of their classes; None without any.
        shapes: what is drawn on it, in its pixels.
        labels: class, its colour and share of each label of the whole picture.
    """

    image: QImage
    mask: QImage | None
    shapes: tuple[AnnotationShape, ...]
    labels: tuple[tuple[str, ClassColour | None, float], ...]


@dataclass(frozen=True, slots=True)
class Variants:
    """Variants of one picture.

    Attributes:
        question: what was asked for.
        shown: the unchanged picture, then the variant of each epoch.
        position: of the picture among those for training; None where it is not one of them.
    """

    question: PreviewAugmentation
    shown: tuple[Variant, ...]
    position: int | None


class PreviewFeed(QObject):
    """Keeps at most one question on its way.

    Args:
        client: its data engine makes the variants.
        parent: owner.

    Signals:
        arrived(Variants): the answer to the newest question that was on its way.
        failed(Failed): why there is none.
        slowed(bool): an answer takes long; or it has come.
    """

    arrived = Signal(object)
    failed = Signal(object)
    slowed = Signal(bool)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._colours = ClassColours.of(())
        self._wanted: PreviewAugmentation | None = None
        self._asked: PreviewAugmentation | None = None
        self._reply: Reply | None = None
        self._collect = QTimer(self, interval=_COLLECT_MS, singleShot=True)
        self._collect.timeout.connect(self._on_collected)
        self._slow = QTimer(self, interval=_SLOW_MS, singleShot=True)
        self._slow.timeout.connect(self._on_slow)

    def set_classes(self, classes: Sequence[str]) -> None:
        """Take the colours of what is drawn from the classes of another dataset."""
        self._colours = ClassColours.of(classes)

    def ask(self, question: PreviewAugmentation) -> None:
        """Want the answer to this question, and no longer to those before that were not yet asked."""
        self._wanted = question
        if self._reply is None and not self._collect.isActive():
            self._collect.start()

    def forget(self) -> None:
        """Want nothing any more."""
        self._wanted = self._asked = None
        self._collect.stop()

    @Slot()
    def _on_collected(self) -> None:
        if self._wanted is None or self._reply is not None:
            return
        self._asked, self._wanted = self._wanted, None
        self._reply = self._client.request(self._asked)
        self._reply.succeeded.connect(self._on_succeeded)
        self._reply.failed.connect(self._on_failed)
        self._slow.start()

    @Slot(object, object)
    def _on_succeeded(self, event: AugmentationPreviewed, arrays: Sequence[NDArray[np.uint8]]) -> None:
        asked = self._end()
        if asked is not None and (self._wanted is None or self._wanted.image == asked.image):
            self.arrived.emit(Variants(asked, _variants(event, arrays, self._colours), event.position))

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        asked = self._end()
        if asked is not None and self._wanted is None and not failure.is_cancelled:
            self.failed.emit(failure)

    @Slot()
    def _on_slow(self) -> None:
        self.slowed.emit(True)

    def _end(self) -> PreviewAugmentation | None:
        """The question that was on its way has come back; the next one can go. None: nobody wants the answer."""
        asked, self._asked, self._reply = self._asked, None, None
        self._slow.stop()
        self.slowed.emit(False)
        if self._wanted is not None:
            self._collect.start(0)
        return asked


def _variants(
    event: AugmentationPreviewed, arrays: Sequence[NDArray[np.uint8]], colours: ClassColours
) -> tuple[Variant, ...]:
    count = len(event.annotations)
    masks = arrays[count:] if event.has_masks else [None] * count
    variants = []
    for pixels, mask, annotations in zip(arrays[:count], masks, event.annotations, strict=True):
        grey = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels
        labels = [one for one in annotations if one.kind is AnnotationKind.LABEL]
        variants.append(
            Variant(
                image=image_from_array(grey),
                mask=None if mask is None else mask_image(mask, colours),
                shapes=moved_shapes((one for one in annotations if one.kind is not AnnotationKind.LABEL), colours),
                labels=tuple((one.label or "", colours.named(one.label), one.share) for one in labels),
            )
        )
    return tuple(variants)
