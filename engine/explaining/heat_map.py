"""The method heat-map: the score of a class in every window of an enlarged picture."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.data.fitting import fit_picture
from engine.data.reading import OVERSAMPLING
from engine.dataset.pictures.decode import decode_picture
from engine.explaining.class_grid import class_grid
from engine.explaining.explanation import Explanation, Question
from engine.explaining.seen import SeenPicture
from engine.explaining.warnings import warnings_of
from engine.fully_convolutional import WindowNetwork, window_network
from engine.inspect.class_heat_map import class_heat_maps, window_scores
from engine.inspect.probe import Floats, probe_of
from engine.inspect.resampling import resize_map
from engine.model_store import LoadedRun
from models.options import Pair

USUAL_ENLARGEMENT = 2
MOST_SIDE_PX = 2048


def explain_by_heat_map(run: LoadedRun, seen: SeenPicture, question: Question) -> Explanation:
    """Return the scores of the target in all windows of the enlarged picture.

    Its longer side is ``question.side_px``; None doubles it.

    Raises:
        UserError: the network takes no larger pictures or speaks of every pixel, or the side is too small or large.
    """
    if class_grid(run) is not None:
        raise UserError(
            f"This network speaks of every pixel, and not of windows. Received: {run.path}.",
            "Look at its mask, or explain it with another method.",
        )
    size_px = _enlarged(seen.prepared.shape[0], seen.prepared.shape[1], question.side_px)
    network = window_network(run, size_px)
    picture, notes = _larger_picture(run, seen, size_px)
    outputs = np.asarray(network.model(picture[np.newaxis], training=False), np.float32)[0]
    maps = class_heat_maps(
        window_scores(outputs), size_px=size_px, window_px=network.window_px, stride_px=network.stride_px
    )
    probed = probe_of(run.model, with_gradients=False)(seen.prepared[np.newaxis], np.array([question.target]))
    target = int(probed.targets[0])
    found = Explanation(
        method="heat-map",
        layer=network.model.layers[-1].name,
        values=maps[target],
        target=run.classes[target],
        score=float(probed.scores[0, target]),
        logit=float(probed.logits[0, target]),
        variant=f"{size_px[1]} x {size_px[0]} px",
    )
    warnings = (*warnings_of(run, seen, found), *notes, *_about_windows(network, size_px))
    return replace(found, warnings=warnings)


def _enlarged(height: int, width: int, side_px: int | None) -> Pair:
    longest = max(height, width)
    side = USUAL_ENLARGEMENT * longest if side_px is None else side_px
    if not longest <= side <= MOST_SIDE_PX:
        raise UserError(
            f"The picture cannot have this size. Received: a longer side of {side} px.",
            f"Choose {longest} to {MOST_SIDE_PX} px.",
        )
    return round(height * side / longest), round(width * side / longest)


def _larger_picture(run: LoadedRun, seen: SeenPicture, size_px: Pair) -> tuple[Floats, tuple[str, ...]]:
    """Return the prepared picture in its new size, and what has to be known of it."""
    height, width = size_px
    if seen.path is None:
        channels = [resize_map(values, height=height, width=width) for values in np.moveaxis(seen.prepared, -1, 0)]
        return np.stack(channels, axis=-1), ("The array was enlarged: there is no finer picture of it.",)
    config = run.input.model_copy(update={"height": height, "width": width})
    decoded = decode_picture(Path(seen.path), max_side=OVERSAMPLING * max(size_px))
    fitted, _ = fit_picture(decoded.pixels, config)
    notes: tuple[str, ...] = ()
    if run.preparation.offset.ndim == 3:
        notes = ("The mean of each channel stands for the mean image, which has one size only.",)
    return run.preparation.for_any_size().apply(fitted[np.newaxis])[0], notes


def _about_windows(network: WindowNetwork, size_px: Pair) -> tuple[str, ...]:
    (rows, columns), (height, width) = network.window_px, size_px
    sentences = [
        f"Each value is the score of a window of {columns} x {rows} px in a picture of {width} x {height} px. Towards "
        "the borders that of the outermost window is repeated."
    ]
    if network.is_padded:
        sentences.append(
            "Layers of this network add zeros at borders: inside the picture a window sees its surroundings there, and "
            "its score differs from that of the window alone."
        )
    return (*sentences, *network.warnings)
