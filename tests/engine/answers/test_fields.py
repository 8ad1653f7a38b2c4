"""Answers about receptive fields are told on the original picture."""

from pathlib import Path

import numpy as np
import pytest

from engine.answers import fields
from engine.contract.errors import UserError
from engine.contract.looking_inside import FindExciting, IndexExciting, SeeField, SeePixel
from engine.contract.run_folder import RunFolder
from engine.explaining.methods import default_layer
from engine.model_store import load_run
from tests.engine.sample_run import write_run


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture
def run(tmp_path: Path, colours: Path) -> RunFolder:
    return write_run(tmp_path / "run", colours, network="small-resnet-fast")


def test_a_cell_is_told_with_box_gradient_and_the_windows_of_all_layers(run: RunFolder, colours: Path) -> None:
    layer = default_layer(load_run(run.path))
    command = SeeField(run=str(run.path), image=str(colours / "red" / "1.png"), layer=layer, is_nested=True)

    seen, (gradient, activation) = fields.answer_field(command)

    x_min, y_min, x_max, y_max = seen.field.box_xyxy
    assert 0 <= x_min < x_max <= 32
    assert 0 <= y_min < y_max <= 24
    assert gradient.max() > 0
    assert activation.shape == seen.field.grid
    assert seen.nested[0].grid == (16, 16)
    assert next(window for window in seen.nested if window.layer == layer).box_xyxy == seen.field.box_xyxy


def test_a_pixel_is_seen_by_some_cells_of_every_layer(run: RunFolder, colours: Path) -> None:
    seen, _ = fields.answer_pixel(SeePixel(run=str(run.path), image=str(colours / "red" / "0.png"), x=12.0, y=12.0))

    first = seen.layers[0]
    assert (first.rows, first.columns, first.count) == ((7, 9), (7, 9), 9)
    assert all(cells.count > 0 for cells in seen.layers)


def test_a_pixel_that_was_cut_away_is_refused(tmp_path: Path, colours: Path) -> None:
    run = write_run(tmp_path / "cropped", colours, network="small-resnet-fast", fit="crop")

    with pytest.raises(UserError, match="does not see"):
        fields.answer_pixel(SeePixel(run=str(run.path), image=str(colours / "red" / "1.png"), x=0.5, y=12.0))


def test_exciting_pictures_are_found_once_the_index_is_made(run: RunFolder, colours: Path) -> None:
    layer = default_layer(load_run(run.path))
    question = FindExciting(run=str(run.path), layer=layer, channel=3)

    before, _ = fields.answer_exciting(question)
    indexed, _ = fields.answer_index(IndexExciting(run=str(run.path)), ignore_progress)
    after, _ = fields.answer_exciting(question)

    assert (before.is_indexed, before.pictures) == (False, ())
    assert indexed.pictures == len(after.pictures) == 6
    assert all((colours / picture.image).is_file() for picture in after.pictures)
    values = [picture.value for picture in after.pictures]
    assert values == sorted(values, reverse=True)


def test_the_index_is_made_anew_for_other_weights(run: RunFolder) -> None:
    command = IndexExciting(run=str(run.path))
    fields.answer_index(command, ignore_progress)
    told: list[str] = []

    fields.answer_index(command, lambda what, _done, _total: told.append(what))
    was_kept = not told
    run.model.touch()
    fields.answer_index(command, lambda what, _done, _total: told.append(what))

    assert was_kept
    assert told


def test_a_channel_that_is_not_there_is_refused(run: RunFolder) -> None:
    fields.answer_index(IndexExciting(run=str(run.path)), ignore_progress)

    with pytest.raises(UserError, match="no such channel"):
        fields.answer_exciting(FindExciting(run=str(run.path), layer="logits", channel=99))


def test_saved_arrays_are_small(run: RunFolder) -> None:
    fields.answer_index(IndexExciting(run=str(run.path)), ignore_progress)

    values = np.load(run.evaluation / "validation" / "exciting" / "values.npy")
    assert values.shape[0] == 9
