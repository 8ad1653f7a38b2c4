"""Runs that learned masks from the same pictures, without a training."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.class_vectors import ClassVectorsRead, ReadClassVectors
from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName, TrainingConfig
from engine.contract.dataset import Split
from engine.contract.masks import ClassArea, ClassMask, MaskResult
from engine.contract.run_events import PinnedPrediction, Preview
from engine.contract.run_folder import RunFolder
from engine.contract.true_masks import ReadTrueMask, TrueMaskRead
from engine.dataset.splits.assigning import write_splits
from models.catalogue import architecture
from tests.gui.sample_runs import write_run

CLASSES = ("background", "disc", "box")
SIDE = 16
A, B, C = "images/0.png", "images/1.png", "images/2.png"
SPLITS = {A: Split.VALIDATION, B: Split.VALIDATION, C: Split.TRAIN}
EPOCHS = 4
Codes = NDArray[np.uint8]


def true_codes() -> Codes:
    """A disc in the upper left quarter, a box in the lower right one."""
    codes = np.zeros((SIDE, SIDE), np.uint8)
    codes[:8, :8], codes[8:, 8:] = 1, 2
    return codes


def mask_config(dataset: Path, *, network: str = "unet", pinned: tuple[str, ...] = (A,)) -> RunConfig:
    """A small network for colour pictures of 16 pixels in three classes."""
    graph = architecture(network).graph(input_shape=(SIDE, SIDE, 3), classes=3, width=4, depth=2)
    return RunConfig(
        task=TaskName.SEMANTIC,
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name=network, graph=graph.to_json()),
        input=InputConfig(height=SIDE, width=SIDE, channels=3),
        training=TrainingConfig(epochs=EPOCHS),
        classes=CLASSES,
        pinned=pinned,
    )


def write_mask_run(
    name: str, dataset: Path, *, network: str = "unet", pinned: tuple[str, ...] = (A,), epochs: int = EPOCHS
) -> Path:
    """A run whose mask of its pinned pictures is the truth above row 4 x epoch, and background below."""
    run = RunFolder(write_run(name, mask_config(dataset, network=network, pinned=pinned)))
    run.model.write_bytes(b"no network")
    write_splits(run.split, SPLITS)
    run.previews.mkdir()
    for epoch in range(1, epochs + 1 if pinned else 1):
        codes = true_codes()
        codes[4 * epoch :] = 0
        said = tuple(
            PinnedPrediction(
                image=path, truth=None, predicted="disc", score=1.0, scores=(0.0, 1.0, 0.0), size=(SIDE, SIDE)
            )
            for path in pinned
        )
        preview = Preview(epoch=epoch, method="", layer="", predictions=said)
        (run.previews / f"epoch_{epoch:04d}.json").write_text(preview.model_dump_json())
        np.save(run.previews / f"epoch_{epoch:04d}.mask.npy", np.stack([codes] * len(pinned)))
    return run.path


def write_ious(run: Path, ious: dict[str, float]) -> None:
    """An evaluation of a run, as far as the microscope reads it."""
    folder = RunFolder(run).evaluation / "validation"
    folder.mkdir(parents=True)
    unknown = dict.fromkeys(MaskResult.model_fields)
    results = [
        MaskResult(
            **{
                **unknown,
                "image": image,
                "width": SIDE,
                "height": SIDE,
                "mean_iou": iou,
                "worst_class": "box",
                "mask": "0.png",
            }
        )
        for image, iou in ious.items()
    ]
    with (folder / "images.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(unknown))
        writer.writeheader()
        writer.writerows(each.model_dump() for each in results)


def vectors_of(codes: Codes, *, sure: float = 0.75) -> NDArray[np.float16]:
    """Probabilities whose largest is that of the class of each pixel."""
    vectors = np.full((*codes.shape, len(CLASSES)), (1 - sure) / 2, np.float16)
    np.put_along_axis(vectors, codes[..., None].astype(np.intp), np.float16(sure), axis=-1)
    return vectors


def said_of(command: ReadClassVectors, codes: Codes) -> ClassVectorsRead:
    """The answer to a question, with a vector for every pixel."""
    counts = dict(zip(CLASSES, np.bincount(codes.ravel(), minlength=3).tolist(), strict=True))
    said = ClassMask.of_counts(command.image, codes.shape[::-1], counts)
    return ClassVectorsRead(run=command.run, classes=CLASSES, said=said, step=1, is_stitched=command.is_stitched)


def truth_of(command: ReadTrueMask) -> TrueMaskRead:
    """The answer to the question what is true."""
    areas = tuple(ClassArea(label=name, pixels=1, share=0.1) for name in CLASSES)
    return TrueMaskRead(run=command.run, image=command.image, areas=areas)
