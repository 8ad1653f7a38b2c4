"""A map that explains a score, as files."""

from pathlib import Path

import numpy as np

from engine.contract.masks import PixelChoice
from engine.dataset.pictures.decode import decode_picture
from engine.explaining.chosen_box import choose_box
from engine.explaining.chosen_pixels import ChosenPixels
from engine.explaining.explanation import Explanation, Question
from engine.explaining.methods import explain, target_index, with_pixels
from engine.explaining.seen import SeenPicture, see_picture
from engine.inspect.probe import Floats
from engine.inspect.resampling import resize_map
from engine.inspect_files.nth_box import nth_box
from engine.inspect_files.writing import Document, named, value_range, write_array, write_look
from engine.model_store import LoadedRun, Pixels
from engine.overlays import overlay


def write_map(
    run: LoadedRun,
    image: Path,
    stem: Path,
    *,
    method: str,
    layer: str | None,
    target: str | None,
    on_original: bool,
    side_px: int | None = None,
    choice: PixelChoice | None = None,
    box: int | None = None,
) -> Document:
    """Write a map that explains a score, enlarged to the network's input or to the original picture.

    ``<stem>.<method>.grid.npy`` holds it as the layer has it: the mean of that of an exact CAM plus ``bias`` is
    ``logit``. Methods that explain each channel of the input keep the channels in ``<stem>.<method>.npy``. Of a network
    that speaks of every pixel one area or pixel can be chosen, of a detector the N-th best ``box``, from 1 on.
    """
    seen = see_picture(run, image, choice)
    question = Question(target=target_index(run, target), layer=layer, side_px=side_px)
    chosen = None if box is None else choose_box(run, nth_box(run, image, box))
    found = explain(run, seen, method, with_pixels(run, seen, question.about(chosen), choice))
    values, picture = _enlarge(found.values, seen, image, on_original=on_original)
    written = values if found.channels is None else _channels(found.channels, seen, image, on_original=on_original)
    document = {
        "method": method,
        "variant": found.variant,
        "layer": found.layer,
        "target": found.target,
        "score": found.score,
        "range": value_range(written),
        "warnings": list(found.warnings),
        "logit": found.logit,
        **_extras(found),
        **_about_pixels(run, found.pixels),
        **({} if chosen is None else {"box": {"number": box, **chosen.choice.model_dump(mode="json")}}),
    }
    write_array(named(stem, f"{method}.grid.npy"), found.values)
    return write_look(stem, method, written, overlay(picture, values), document)


def _extras(found: Explanation) -> Document:
    """What only some methods know."""
    extras = {"bias": found.bias, "gap": found.gap, "replaced_activations": found.replaced}
    return {key: value for key, value in extras.items() if value is not None or key == "bias"}


def _about_pixels(run: LoadedRun, pixels: ChosenPixels | None) -> Document:
    """Which pixels of a mask were explained."""
    if pixels is None:
        return {}
    x, y = pixels.place or (None, None)
    about = {"kind": pixels.kind, "x": x, "y": y, "class": run.classes[pixels.label], "count": pixels.count}
    return {"pixels": about}


def _enlarge(values: Floats, seen: SeenPicture, image: Path, *, on_original: bool) -> tuple[Floats, Pixels]:
    """The map and the picture at one size: that of the network's input, or that of the original."""
    if on_original and image.suffix != ".npy":
        return seen.placement.map_on_original(values), decode_picture(image).pixels
    height, width = seen.fitted.shape[:2]
    return resize_map(values, height=height, width=width), seen.fitted


def _channels(channels: Floats, seen: SeenPicture, image: Path, *, on_original: bool) -> Floats:
    if not on_original:
        return channels
    each = [_enlarge(values, seen, image, on_original=True)[0] for values in np.moveaxis(channels, -1, 0)]
    return np.stack(each, axis=-1)
