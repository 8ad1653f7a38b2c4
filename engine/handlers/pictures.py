"""Commands that show pictures: thumbnails, and one picture at full size."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.contract.commands import DecodePicture, MakeThumbnails
from engine.contract.events import Done, PictureDecoded, ThumbnailMade
from engine.dataset.masks.drawing import find_mask_drawings
from engine.dataset.pictures.decode import decode_picture
from engine.dataset.pictures.exif import read_exif
from engine.dataset.pictures.thumbnail_series import Made, thumbnails_in_order
from engine.dataset.pictures.thumbnails import Crop, Drawing
from engine.handlers.context import Cancelled, Context, Result


def make_thumbnails(command: MakeThumbnails, context: Context) -> Result:
    """Thumbnails of all pictures in the asked order.

    Raises:
        Cancelled: the rest is no longer wanted.
    """
    drawings = find_mask_drawings(command.index, command.paths)
    return send_thumbnails(command.paths, drawings, context, size_px=command.size_px, crop=command.crop)


def send_thumbnails(
    paths: Sequence[str], drawings: Mapping[str, Drawing], context: Context, *, size_px: int, crop: Crop
) -> Result:
    """Thumbnails of all pictures in the asked order, with what is drawn for those that have a drawing.

    Raises:
        Cancelled: the rest is no longer wanted.
    """
    series = thumbnails_in_order(paths, drawings, size_px=size_px, crop=crop, is_cancelled=context.is_cancelled)
    for made in series:
        _send(made, context)
    if context.is_cancelled():
        raise Cancelled
    return Done(), ()


def decode(command: DecodePicture) -> Result:
    """One picture with its masks and with what the camera wrote.

    Raises:
        DecodeError: it cannot be decoded.
    """
    path = Path(command.path)
    decoded = decode_picture(path, max_side=command.max_side_px, accept_damaged=True)
    drawing = find_mask_drawings(command.index, [command.path]).get(command.path)
    described = PictureDecoded(
        path=command.path, width=decoded.width, height=decoded.height, notes=decoded.notes, exif=read_exif(path)
    )
    if drawing is None:
        return described, (decoded.pixels,)
    return described, (decoded.pixels, drawing.draw_onto(decoded.pixels, width=decoded.width, height=decoded.height))


def _send(made: Made, context: Context) -> None:
    if made.thumbnail is None:
        context.send(ThumbnailMade(path=made.path, reason=made.reason), ())
        return
    event = ThumbnailMade(path=made.path, width=made.thumbnail.width, height=made.thumbnail.height)
    arrays = (made.thumbnail.pixels,) if made.classes is None else (made.thumbnail.pixels, made.classes)
    context.send(event, arrays)
