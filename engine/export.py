"""Writes a network for use elsewhere, and opens what was written to see that it says the same."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers

from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.data.preparation import Preparation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.pictures.decode import DecodeError
from engine.model_check import check_keras_file
from engine.model_store import LoadedRun, Pixels
from engine.predicting.classes import OnProgress
from engine.script_export import scores_of_script, write_script_of_run

FORMATS = {"keras": ".keras", "script": ".py"}
MOST_CHECKED = 32
WRITING, CHECKING = "Writing", "Checking"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written, and how it compares with the network it came from.

    Attributes:
        format: ``keras`` or ``script``.
        path: the file.
        bytes: its size.
        checked_images: on how many pictures both were asked.
        max_abs_difference: largest difference of a class score.
        agreement: share of pictures with the same best class.
    """

    format: str
    path: str
    bytes: int
    checked_images: int
    max_abs_difference: float
    agreement: float


def export(
    run: LoadedRun, out: Path, *, file_format: str, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> ExportReport:
    """Write the network with its preparation inside, or as a script with its weights beside it.

    The exported network takes the pixels (0 to 255) of pictures that have its input's size, (N, h, w, c); that of a
    script takes prepared pictures.

    Raises:
        UserError: the format is unknown, or the file's name does not fit it.
    """
    _require_format(file_format, out)
    on_progress(WRITING, 0, 2)
    fitted = _pictures_to_check(run, is_cancelled)
    prepared = run.prepare(fitted)
    expected = np.asarray(run.model.predict_on_batch(prepared), np.float32)
    if file_format == "script":
        weights = write_script_of_run(run, out)
        on_progress(CHECKING, 1, 2)
        received = scores_of_script(out, weights, prepared)
    else:
        _save_atomically(with_preparation(run.model, run.preparation, run.input), out)
        on_progress(CHECKING, 1, 2)
        check_keras_file(out)
        again = keras.saving.load_model(out, compile=False, safe_mode=True)
        received = np.asarray(again.predict_on_batch(fitted.astype(np.float32)), np.float32)
    on_progress(CHECKING, 2, 2)
    return ExportReport(
        format=file_format,
        path=str(out),
        bytes=out.stat().st_size,
        checked_images=len(fitted),
        max_abs_difference=float(np.abs(expected - received).max()),
        agreement=float((expected.argmax(axis=1) == received.argmax(axis=1)).mean()),
    )


def with_preparation(model: keras.Model, preparation: Preparation, config: InputConfig) -> keras.Model:
    """The network behind a layer that turns pixels into prepared values: ``(pixels - mean) / deviation``."""
    shape = (config.height, config.width, config.channels)
    mean = np.broadcast_to(-preparation.offset / preparation.scale, shape).astype(np.float64)
    variance = np.broadcast_to(1.0 / preparation.scale.astype(np.float64) ** 2, shape)
    axis: int | tuple[int, ...] = (1, 2, 3)
    if preparation.offset.ndim == 1:
        mean, variance, axis = mean[0, 0], variance[0, 0], -1
    pixels = keras.Input(shape, name="pixels")
    layer = layers.Normalization(axis=axis, mean=mean.tolist(), variance=variance.tolist(), name="preparation")
    return keras.Model(pixels, model(layer(pixels)), name=f"{model.name}_with_preparation")


def _require_format(file_format: str, out: Path) -> None:
    if file_format not in FORMATS:
        raise UserError(
            f"This format is not available. Received: {file_format}.", f"Choose one of: {', '.join(FORMATS)}."
        )
    if out.suffix != FORMATS[file_format]:
        raise UserError(
            f"The file's name does not fit its format. Received: {out}.", f"End it with {FORMATS[file_format]}."
        )


def _save_atomically(model: keras.Model, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".exporting-") as folder:
        temporary = Path(folder) / out.name
        model.save(temporary)
        os.replace(temporary, out)


def _pictures_to_check(run: LoadedRun, is_cancelled: Callable[[], bool]) -> Pixels:
    """Pictures of the run's dataset; random ones where it is gone."""
    fitted = _pictures_of_dataset(run, is_cancelled)
    if fitted:
        return np.stack(fitted)
    shape = (MOST_CHECKED, run.input.height, run.input.width, run.input.channels)
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


def _pictures_of_dataset(run: LoadedRun, is_cancelled: Callable[[], bool]) -> list[Pixels]:
    if run.config is None or not Path(run.config.dataset.path).exists():
        return []
    place, reading = Path(run.config.dataset.path), run.config.dataset.reading
    path = open_dataset(place, reading=reading, on_progress=_ignore_progress, is_cancelled=is_cancelled)
    with DatasetIndex(path) as index:
        root, rows = index.root, index.rows(labelled=False)
    chosen = rows[:: max(1, len(rows) // MOST_CHECKED)][:MOST_CHECKED]
    fitted = []
    for row in chosen:
        try:
            fitted.append(run.read(root / row.path)[0])
        except DecodeError:
            continue
    return fitted


def _ignore_progress(_what: str, _done: int, _total: int) -> None:
    """Opening a dataset that was opened before takes no time worth telling."""
