"""Reading arrays out of weights files, and nothing else."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.pretrained.legacy_file import read_layers


def write(path: Path, parts: dict[str, list[str]], kernel: np.ndarray | None = None) -> h5py.File:
    """A file with one layer "first", whose lists of names stand in the given attributes."""
    file = h5py.File(path, "w")
    for name, texts in parts.items():
        file.attrs[name] = [text.encode() for text in texts]
    group = file.create_group("first")
    group.attrs["weight_names"] = [b"first/kernel:0"]
    if kernel is not None:
        group.create_dataset("first/kernel:0", data=kernel)
    return file


def test_layers_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    write(tmp_path / "weights.h5", {"layer_names": ["first"]}, np.ones((2, 3), np.float32)).close()
    (layer,) = read_layers(tmp_path / "weights.h5")
    assert (layer.name, layer.shapes) == ("first", ((2, 3),))


def test_a_list_that_is_written_in_parts_is_joined(tmp_path: Path) -> None:
    with write(tmp_path / "weights.h5", {"layer_names0": ["input"], "layer_names1": ["first"]}, np.ones(2)) as file:
        file.create_group("input").attrs["weight_names"] = np.array([], "S1")
    assert [layer.name for layer in read_layers(tmp_path / "weights.h5")] == ["first"]


def test_a_whole_model_gives_its_weights_and_nothing_else_is_read(tmp_path: Path) -> None:
    write(tmp_path / "inner.h5", {"layer_names": ["first"]}, np.ones(2)).close()
    with h5py.File(tmp_path / "model.h5", "w") as file, h5py.File(tmp_path / "inner.h5") as inner:
        inner.copy(inner["/"], file, "model_weights")
        file.attrs["model_config"] = b"not read"
    assert [layer.name for layer in read_layers(tmp_path / "model.h5")] == ["first"]


def test_a_link_to_another_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "other.h5", {"layer_names": ["first"]}, np.ones(2)).close()
    with write(tmp_path / "weights.h5", {"layer_names": ["first"]}) as file:
        file["first"]["first"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "/first/first")
    with pytest.raises(UserError, match="is a link"):
        read_layers(tmp_path / "weights.h5")


def test_values_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "weights.h5", {"layer_names": ["first"]}, np.array([b"text"])).close()
    with pytest.raises(UserError, match="no array of numbers"):
        read_layers(tmp_path / "weights.h5")


def test_another_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "weights.h5").write_bytes(b"no HDF5")
    with pytest.raises(UserError, match="cannot be read"):
        read_layers(tmp_path / "weights.h5")
