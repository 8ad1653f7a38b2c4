"""What a network says of one picture, for tests of the Inspect page."""

import csv

import numpy as np

from engine.contract.commands import (
    ComputeFeatureMaps,
    DecodePicture,
    DescribeModel,
    Explain,
    Predict,
)
from engine.contract.events import (
    ChannelDescription,
    Explained,
    FeatureMapsComputed,
    LayerDescription,
    ModelDescribed,
    PictureDecoded,
    Predicted,
)
from engine.contract.predictions import ClassResult, ClassScores, Evaluation, ImageResult, ScoredLabel
from engine.contract.run_folder import RunFolder
from tests.gui.answering import Answers
from tests.gui.sample_pictures import CLASSES

RESULTS = (
    ImageResult(image="circle/0.png", truth="circle", predicted="circle", score=0.9, truth_score=0.9, loss=0.1),
    ImageResult(image="circle/1.png", truth="circle", predicted="square", score=0.7, truth_score=0.3, loss=1.2),
    ImageResult(image="square/0.png", truth="square", predicted="square", score=0.8, truth_score=0.8, loss=0.2),
)


def write_evaluation(run: RunFolder) -> Evaluation:
    folder = run.evaluation / "validation"
    folder.mkdir(parents=True)
    per_class = tuple(ClassResult(name=name, images=2, precision=1, recall=1, f1=1) for name in CLASSES)
    evaluation = Evaluation(
        run=str(run.path),
        task="classification",
        dataset="pictures",
        split="validation",
        images=3,
        metrics={"accuracy": 2 / 3, "loss": 0.5},
        per_class=per_class,
        confusion=((1, 1), (0, 1)),
    )
    (folder / "metrics.json").write_text(evaluation.model_dump_json())
    with (folder / "images.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(ImageResult.model_fields))
        writer.writeheader()
        writer.writerows(result.model_dump() for result in RESULTS)
    return evaluation


def describe(answers: Answers, run: RunFolder, *, has_cam: bool = True) -> None:
    layers = (
        LayerDescription(name="first", kind="Conv2D", shape=(16, 16, 8), has_positions=True),
        LayerDescription(name="last", kind="Conv2D", shape=(4, 4, 16), has_positions=True),
        LayerDescription(name="logits", kind="Dense", shape=(2,), has_positions=False),
    )
    model = ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=layers,
        default_layer="last",
        cam_layer="last" if has_cam else None,
        has_templates=False,
    )
    answers.answer(DescribeModel, model)


def answer_questions(answers: Answers, run: RunFolder, image: str) -> None:
    labels = (ScoredLabel(label="square", score=0.7), ScoredLabel(label="circle", score=0.3))
    scores = ClassScores(image=image, width=32, height=24, labels=labels)
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(scores,)))
    explained = Explained(
        run=str(run.path),
        image=image,
        method="cam",
        layer="last",
        target="square",
        score=0.7,
        logit=1.0,
        range=(0.0, 3.41),
        cell_px=(8.0, 8.0),
    )
    answers.answer(Explain, explained, np.ones((3, 4), np.float32))
    channels = tuple(ChannelDescription(index=i, contribution=0.5 - i / 10, minimum=0, maximum=1) for i in range(3))
    computed = FeatureMapsComputed(
        run=str(run.path),
        image=image,
        layer="last",
        target="square",
        channels=channels,
        total_channels=16,
        dead_channels=2,
    )
    answers.answer(ComputeFeatureMaps, computed, np.random.default_rng(0).random((3, 4, 4), np.float32))
    decoded = PictureDecoded(path=image, width=32, height=24)
    answers.answer(DecodePicture, decoded, np.full((24, 32, 3), 90, np.uint8))
