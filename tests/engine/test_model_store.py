from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.model_store import load_run


def save_foreign(path: Path, *first: layers.Layer, side: int | None = 8, channels: int = 3) -> Path:
    x = entry = keras.Input((side, side, channels))
    for layer in first:
        x = layer(x)
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(4, 3)(x))
    keras.Model(entry, layers.Dense(3, activation="softmax")(x)).save(path)
    return path


def test_a_run_is_rebuilt_with_its_weights(linear_run: RunFolder) -> None:
    found = load_run(linear_run.path)

    saved = keras.models.load_model(linear_run.model, compile=False)
    pictures = np.random.default_rng(0).normal(size=(2, 16, 16, 3)).astype("float32")
    np.testing.assert_allclose(found.model(pictures), saved(pictures), atol=1e-6)
    assert found.classes == ("blue", "green", "red")


def test_a_run_is_rebuilt_without_reading_the_config_that_keras_wrote(
    linear_run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keras.saving, "load_model", lambda *_, **__: pytest.fail("Keras deserialised a config"))

    load_run(linear_run.path)


def test_an_opened_run_is_kept_until_its_weights_change(linear_run: RunFolder) -> None:
    first = load_run(linear_run.path)
    again = load_run(linear_run.path)
    first.model.get_layer("logits").bias.assign([1.0, 2.0, 3.0])
    first.model.save(linear_run.model)

    changed = load_run(linear_run.path)

    assert first is again
    assert changed is not first
    np.testing.assert_allclose(changed.model.get_layer("logits").bias, [1.0, 2.0, 3.0])


def test_classes_are_found_by_name_and_by_index(linear_run: RunFolder) -> None:
    run = load_run(linear_run.path)

    assert run.class_index("red") == run.class_index("2") == 2
    with pytest.raises(UserError, match=r"Received: yellow.*blue, green, red"):
        run.class_index("yellow")


def test_a_run_before_its_first_epoch_says_so(linear_run: RunFolder) -> None:
    linear_run.model.unlink()

    with pytest.raises(UserError, match="no network yet"):
        load_run(linear_run.path)


def test_weights_of_another_network_are_refused(linear_run: RunFolder, residual_run: RunFolder) -> None:
    linear_run.model.write_bytes(residual_run.model.read_bytes())

    with pytest.raises(UserError, match="do not fit"):
        load_run(linear_run.path)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a run"):
        load_run(tmp_path)


def test_a_foreign_model_takes_pixels_from_zero_to_one(tmp_path: Path) -> None:
    run = load_run(save_foreign(tmp_path / "model.keras"))

    np.testing.assert_allclose(run.prepare(np.full((1, 8, 8, 3), 255, np.uint8)), 1.0, rtol=1e-6)
    assert run.classes == ("0", "1", "2")
    assert (run.input.height, run.input.width, run.input.channels) == (8, 8, 3)
    assert any("0 to 1" in warning for warning in run.warnings)


def test_a_foreign_model_that_scales_pixels_itself_gets_them_as_they_are(tmp_path: Path) -> None:
    run = load_run(save_foreign(tmp_path / "model.keras", layers.Rescaling(1 / 127.5, -1)))

    np.testing.assert_allclose(run.prepare(np.full((1, 8, 8, 3), 255, np.uint8)), 255.0)
    assert any("0 to 255" in warning for warning in run.warnings)


def test_a_foreign_model_for_any_size_says_which_is_used(tmp_path: Path) -> None:
    run = load_run(save_foreign(tmp_path / "model.keras", side=None))

    assert (run.input.height, run.input.width) == (224, 224)
    assert any("any size" in warning for warning in run.warnings)


def test_a_foreign_model_that_looks_at_no_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not look at pictures"):
        load_run(save_foreign(tmp_path / "model.keras", channels=5))


def test_a_foreign_model_without_class_scores_is_refused(tmp_path: Path) -> None:
    entry = keras.Input((8, 8, 3))
    keras.Model(entry, layers.Conv2D(3, 3)(entry)).save(tmp_path / "model.keras")

    with pytest.raises(UserError, match="does not classify"):
        load_run(tmp_path / "model.keras")


@pytest.mark.parametrize("ending", [".h5", ".pt", ".pth", ".pkl", ".onnx"])
def test_other_kinds_of_models_are_refused_with_the_way_to_convert(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"model{ending}"
    path.write_bytes(b"anything")

    with pytest.raises(UserError, match="not opened") as refused:
        load_run(path)
    assert ".keras" in refused.value.hint


def test_a_saved_model_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").touch()

    with pytest.raises(UserError, match="can hold any code"):
        load_run(tmp_path)


def test_a_path_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no run and no model"):
        load_run(tmp_path / "nothing")


def test_the_run_folder_of_a_run_can_be_moved(linear_run: RunFolder, tmp_path: Path) -> None:
    moved = linear_run.path.rename(tmp_path / "elsewhere")

    assert load_run(moved).path == str(RunFolder(moved).path)


def test_two_runs_that_are_asked_in_turns_stay_open(linear_run: RunFolder, residual_run: RunFolder) -> None:
    first, second = load_run(linear_run.path), load_run(residual_run.path)

    assert (load_run(linear_run.path), load_run(residual_run.path)) == (first, second)
