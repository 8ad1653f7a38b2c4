import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import keras
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.model_check import check_keras_file, check_weights_of_run
from models.build import build_model
from models.catalogue import architecture


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    entry = keras.Input((8, 8, 3))
    x = layers.Conv2D(2, 3, activation="relu", kernel_regularizer="l2")(entry) + 1.0
    model = keras.Model(entry, layers.Dense(2, activation="softmax")(layers.GlobalAveragePooling2D()(x)))
    model.compile("adam", "categorical_crossentropy")
    path = tmp_path / "model.keras"
    model.save(path)
    return path


def rewrite(path: Path, *, compression: int = zipfile.ZIP_STORED, **contents: bytes | None) -> None:
    """Replace members of the file by name (``.`` written as ``_``); None leaves one out, new names are added."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, content in contents.items():
        members[name.replace("_", ".")] = content
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)


def change_config(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        config = archive.read("config.json").decode()
    assert old in config
    rewrite(path, config_json=config.replace(old, new).encode())


def test_a_file_that_keras_wrote_is_sound(saved: Path) -> None:
    check_keras_file(saved)


@pytest.mark.parametrize(
    "options", [{"activation": "scaled tanh"}, {"pooling": "sub-sampling", "connections": "table"}]
)
def test_our_own_layers_are_known(tmp_path: Path, options: dict[str, str]) -> None:
    path = tmp_path / "model.keras"
    build_model(architecture("lenet5").graph(**options), seed=1).save(path)

    check_keras_file(path)
    keras.saving.load_model(path, compile=False, safe_mode=True)


def test_compiled_nested_models_of_keras_applications_are_known(tmp_path: Path) -> None:
    inner = keras.applications.MobileNetV2(weights=None, input_shape=(32, 32, 3), include_top=False, alpha=0.35)
    inner.compile("adam", "mse")
    path = tmp_path / "model.keras"
    keras.Sequential([inner, layers.GlobalAveragePooling2D(), layers.Dense(2)]).save(path)

    check_keras_file(path)


def test_a_lambda_is_refused(tmp_path: Path) -> None:
    entry = keras.Input((8, 8, 3))
    path = tmp_path / "model.keras"
    keras.Model(entry, layers.Lambda(lambda x: x + 1)(entry)).save(path)

    with pytest.raises(UserError, match=r"keras\.layers\.Lambda"):
        check_keras_file(path)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"module": "keras.layers", "class_name": "Conv2D"', '"module": "os", "class_name": "system"', "os.system"),
        ('"class_name": "Conv2D"', '"class_name": "TorchModuleWrapper"', "TorchModuleWrapper"),
        ('"registered_name": null, "build_config"', '"registered_name": "evil>Conv", "build_config"', "evil>Conv"),
        ('"module": "keras.layers", "class_name": "Dense"', '"module": null, "class_name": "Dense"', "None.Dense"),
    ],
)
def test_a_class_that_is_not_on_the_list_is_refused(saved: Path, old: str, new: str, reason: str) -> None:
    change_config(saved, old, new)

    with pytest.raises(UserError, match=reason):
        check_keras_file(saved)


def test_a_config_nested_too_deep_is_refused(saved: Path) -> None:
    rewrite(saved, config_json=b"[" * 5000 + b"]" * 5000)

    with pytest.raises(UserError, match="nested deeper"):
        check_keras_file(saved)


def test_a_config_that_is_no_json_is_refused(saved: Path) -> None:
    rewrite(saved, config_json=b"import os")

    with pytest.raises(UserError, match="no JSON"):
        check_keras_file(saved)


def test_other_members_are_refused(saved: Path) -> None:
    rewrite(saved, **{"assets/vocabulary_txt": b"words"})

    with pytest.raises(UserError, match=r"holds assets/vocabulary\.txt"):
        check_keras_file(saved)


def test_compressed_members_are_refused(saved: Path) -> None:
    rewrite(saved, compression=zipfile.ZIP_DEFLATED)

    with pytest.raises(UserError, match="compressed"):
        check_keras_file(saved)


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(b"no zip")

    with pytest.raises(UserError, match="no zip"):
        check_keras_file(path)


def weights_with(change: Callable[[h5py.File], None]) -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        change(file)
    return stream.getvalue()


def link_outside(file: h5py.File) -> None:
    file["layers"] = h5py.ExternalLink("/etc/passwd", "/")


def store_outside(file: h5py.File) -> None:
    file.create_dataset("kernel", (10,), "u1", external=[("/etc/passwd", 0, 10)])


def declare_too_much(file: h5py.File) -> None:
    file.create_dataset("kernel", (1 << 40,), "f4", chunks=(1024,))


@pytest.mark.parametrize("change", [link_outside, store_outside, declare_too_much])
@pytest.mark.parametrize("check", [check_keras_file, check_weights_of_run])
def test_weights_that_reach_outside_or_fill_the_memory_are_refused(
    saved: Path, change: Callable[[h5py.File], None], check: Callable[[Path], None]
) -> None:
    rewrite(saved, **{"model_weights_h5": weights_with(change)})

    with pytest.raises(UserError, match="has weights that are"):
        check(saved)


def test_damaged_weights_are_refused(saved: Path) -> None:
    rewrite(saved, model_weights_h5=b"\x89HDF")

    with pytest.raises(UserError, match="damaged weights"):
        check_keras_file(saved)


def test_the_config_of_a_run_is_not_read(saved: Path) -> None:
    rewrite(saved, config_json=json.dumps({"class_name": "anything"}).encode())

    check_weights_of_run(saved)
