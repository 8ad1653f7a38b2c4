"""Tricks with the weights of a model."""

from pathlib import Path

import h5py
import numpy as np

from tests.engine.hostile.sound import Sound, in_file, in_weights


@in_weights
def link_to_another_file(file: h5py.File) -> None:
    file["elsewhere"] = h5py.ExternalLink("/etc/passwd", "/")


@in_weights
def link_inside_the_file(file: h5py.File) -> None:
    file["elsewhere"] = h5py.SoftLink("/layers")


@in_weights
def groups_in_a_circle(file: h5py.File) -> None:
    file["layers/circle"] = file["layers"]


@in_weights
def weights_in_another_file(file: h5py.File) -> None:
    file.create_dataset("elsewhere", (10,), "u1", external=[("/etc/passwd", 0, 10)])


@in_weights
def weights_composed_of_other_files(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((10,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (10,))
    file.create_virtual_dataset("elsewhere", layout)


@in_weights
def weights_that_are_objects(file: h5py.File) -> None:
    file.create_dataset("objects", (2,), h5py.vlen_dtype(np.float32))


@in_weights
def weights_that_are_references(file: h5py.File) -> None:
    file.create_dataset("references", (2,), h5py.ref_dtype)


@in_weights
def weights_that_are_records(file: h5py.File) -> None:
    file.create_dataset("records", (2,), np.dtype([("a", "f4"), ("b", "i4")]))


@in_weights
def weights_that_are_texts(file: h5py.File) -> None:
    file.create_dataset("texts", (2,), "S1000")


@in_weights
def weights_that_are_types(file: h5py.File) -> None:
    file["type"] = np.dtype("f4")


@in_weights
def terabytes_of_zeros(file: h5py.File) -> None:
    file.create_dataset("zeros", (1 << 40,), "f4", chunks=(1024,))


@in_weights
def gigabytes_that_were_never_written(file: h5py.File) -> None:
    file.create_dataset("zeros", (1 << 30,), "f4")


@in_weights
def packed_weights_inside(file: h5py.File) -> None:
    file.create_dataset("zeros", data=np.zeros(100, "f4"), compression="gzip")


@in_weights
def weights_of_another_shape(file: h5py.File) -> None:
    del file["layers/dense/vars/0"]
    file["layers/dense/vars/0"] = np.zeros((3, 7), "f4")


@in_weights
def weights_of_a_layer_missing(file: h5py.File) -> None:
    del file["layers/dense"]


@in_file
def weights_without_anything(path: Path, sound: Sound) -> None:
    sound.write(path, model_weights_h5=b"")


@in_file
def weights_with_a_signature_only(path: Path, sound: Sound) -> None:
    sound.write(path, model_weights_h5=b"\x89HDF\r\n\x1a\n" + bytes(200))


@in_file
def weights_cut_in_half(path: Path, sound: Sound) -> None:
    weights = sound.members["model.weights.h5"]
    sound.write(path, model_weights_h5=weights[: len(weights) // 2])


@in_file
def weights_with_noise(path: Path, sound: Sound) -> None:
    weights = bytearray(sound.members["model.weights.h5"])
    weights[96:1500] = np.random.default_rng(1).integers(0, 256, 1404, np.uint8).tobytes()
    sound.write(path, model_weights_h5=bytes(weights))
