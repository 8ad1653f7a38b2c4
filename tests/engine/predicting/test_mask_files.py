"""Masks of picture files: upright, whatever way they are read, and nothing of them where they were stopped."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.class_colours import ClassColours
from engine.dataset.pictures.regions import opening
from engine.predicting.mask_files import MASK_ENDING, PROBABILITIES_ENDING, Wanted, write_masks
from tests.engine.predicting.test_mask_network import CLASSES, picture, run_of, scores_of, silent

ORIENTATION = 274
EVERYTHING = Wanted(probabilities=True, uncertainty=True)


class Stopped(Exception):
    pass


@pytest.mark.parametrize("ending", ["png", "tif"])
@pytest.mark.parametrize("whole_megapixels", [0, 32])
def test_mask_and_scores_of_a_turned_picture_are_upright(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole_megapixels: int, ending: str
) -> None:
    run, stored = run_of("patches"), picture(50, 70)
    upright = np.ascontiguousarray(np.rot90(stored, -1))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    Image.fromarray(stored).save(tmp_path / f"a.{ending}", exif=exif)
    monkeypatch.setattr(opening, "WHOLE_MEGAPIXELS", whole_megapixels)

    problems: dict[str, str] = {}
    (written,) = write_masks(
        run, [tmp_path / f"a.{ending}"], ["b.png"], tmp_path, problems, wanted=EVERYTHING, on_progress=silent
    )

    expected = scores_of(run, upright)
    assert problems == {}
    assert (written.said.width, written.said.height) == (50, 70)
    with Image.open(tmp_path / f"b{MASK_ENDING}") as image:
        mask = np.asarray(image)
        palette = np.reshape(image.getpalette(), (-1, 3))[: len(CLASSES)]
    assert (mask == expected.argmax(axis=-1)).all()
    assert palette.tolist() == [list(colour.rgb) if colour else [0, 0, 0] for colour in ClassColours.of(CLASSES).each]
    pixels = {area.label: area.pixels for area in written.said.areas}
    assert [pixels.get(name, 0) for name in CLASSES] == np.bincount(mask.ravel(), minlength=len(CLASSES)).tolist()
    np.testing.assert_allclose(np.load(tmp_path / f"b{PROBABILITIES_ENDING}"), expected, atol=1e-3)


def test_nothing_is_left_of_a_prediction_that_was_stopped(tmp_path: Path) -> None:
    Image.fromarray(picture(90, 120)).save(tmp_path / "a.png")

    def stop_in_time(_what: str, done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        list(
            write_masks(
                run_of("patches"),
                [tmp_path / "a.png"],
                ["b.png"],
                tmp_path,
                {},
                wanted=EVERYTHING,
                on_progress=stop_in_time,
            )
        )

    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
