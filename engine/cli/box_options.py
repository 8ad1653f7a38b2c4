"""Options of commands about the boxes of a run: how its pictures are looked at, and from which scores on."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.contract.class_thresholds import read_class_thresholds
from engine.contract.errors import UserError
from engine.contract.looking import Looking
from engine.contract.predicting import LabelFormat

if TYPE_CHECKING:
    from engine.model_store import LoadedRun

BEST = "best"
Tile = Annotated[bool, typer.Option("--tile", help="Boxes: also look at overlapping parts of large pictures.")]
SoftNms = Annotated[bool, typer.Option("--soft-nms", help="Boxes: lower scores under better boxes, drop none.")]
ClassThresholds = Annotated[
    str | None,
    typer.Option(
        "--class-thresholds", metavar="best|CLASS=SCORE,...",
        help="Boxes: least scores; 'best' takes those with the best F1 in the evaluation of the run.",
    ),
]  # fmt: skip
Labels = Annotated[LabelFormat | None, typer.Option("--labels", help="Boxes: label files, too.")]
Crops = Annotated[bool, typer.Option("--crops", help="Boxes: each object as a picture, too, in crops.")]


def looking_at(
    run: "LoadedRun", *, in_tiles: bool, is_soft: bool = False, thresholds: str | None = None
) -> "LoadedRun":
    """A run that looks at pictures as it is asked to.

    Raises:
        UserError: it finds no boxes, it is a classifier that is asked about parts anyway, or there is no such class.
    """
    if not (in_tiles or is_soft or thresholds):
        return run
    if not run.finds_objects:
        raise UserError(
            f"This run finds no boxes. Received: {run.path}.",
            "Leave out --tile, --soft-nms and --class-thresholds, or choose a run that learned boxes.",
        )
    if (in_tiles or is_soft) and not run.looks_by_choice:
        raise UserError(
            f"A classifier is asked about parts of a picture anyway. Received: {run.path}.",
            "Leave out --tile and --soft-nms.",
        )
    scores = read_thresholds(run, thresholds) if thresholds else {}
    return replace(run, looking=Looking(in_tiles=in_tiles, is_soft=is_soft, scores=scores))


def read_thresholds(run: "LoadedRun", text: str) -> Mapping[str, float]:
    """The least score of each class that is named.

    Raises:
        UserError: the text is no list of classes and scores, or the run was not evaluated.
    """
    if text == BEST:
        known = read_class_thresholds(Path(run.path))
        if known is None:
            raise UserError(
                f"The thresholds of this run are not known. Received: {run.path}, without an evaluation.",
                "Evaluate it first, on validation or test pictures.",
            )
        return known.scores
    return dict(_read_threshold(run, part.strip()) for part in text.split(","))


def _read_threshold(run: "LoadedRun", part: str) -> tuple[str, float]:
    name, _, number = part.rpartition("=")
    try:
        score = float(number)
    except ValueError:
        score = -1.0
    if name not in run.object_classes or not 0 <= score <= 1:
        raise UserError(
            f"This is no threshold. Received: {part}.",
            f"Write CLASS=SCORE, from 0 to 1, with a class of: {', '.join(run.object_classes[:10])}.",
        )
    return name, score
