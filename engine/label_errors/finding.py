"""Which labels of a run's pictures are likely wrong, in its network's eyes."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.label_errors import LabelRanking, Suspect
from engine.data.cache import load_pictures
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.evaluate import match_classes
from engine.label_errors.looking import look
from engine.label_errors.neighbours import Ints, count_labels_around, neighbour_count
from engine.label_errors.ranking import Floats, Ranked, rank
from engine.model_store import LoadedRun, Pixels
from engine.predict import OnProgress

FEWEST_PICTURES = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Labelled:
    """The pictures of a run that can be read: paths, splits and labels of N pictures, and pixels (N, h, w, c)."""

    images: tuple[str, ...]
    splits: tuple[Split, ...]
    labels: Ints
    pixels: Pixels


def find_label_errors(
    run: LoadedRun, *, share: float, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> LabelRanking:
    """Rank the pictures of all splits by how likely their label is wrong.

    Labels are those of the dataset now, with a person's corrections. See ``rank`` for what the order follows.

    Args:
        run: with a dataset of its own.
        share: of the ranking that is returned, in (0, 1].
        on_progress: told (what, done, total); may raise to stop.
        is_cancelled: asked while pictures are read.

    Raises:
        UserError: the run has no pictures of its own, or too few.
    """
    pictures = _read(run, on_progress, is_cancelled)
    total, classes = len(pictures.images), len(run.classes)
    if total < FEWEST_PICTURES:
        raise UserError(
            f"There are too few pictures to compare. Received: {total}.",
            f"Choose a run of at least {FEWEST_PICTURES} pictures.",
        )
    scores, vectors = look(run, pictures.pixels, on_progress)
    neighbours = neighbour_count(total, classes)
    counts = np.stack([
        count_labels_around(
            of_layer, pictures.labels, classes=classes, neighbours=neighbours, on_progress=on_progress
        )
        for of_layer in vectors
    ])  # fmt: skip
    ranked = rank(scores, counts, pictures.labels)
    in_training = np.array([split is Split.TRAIN for split in pictures.splits])
    agrees = scores.argmax(axis=1) == pictures.labels
    return LabelRanking(
        run=run.path,
        pictures=total,
        neighbours=neighbours * len(vectors),
        train_agreement=float(agrees[in_training].mean()) if in_training.any() else None,
        suspects=_suspects(
            pictures, ranked, scores, counts.sum(axis=0), classes=run.classes, count=math.ceil(share * total)
        ),
    )


def _read(run: LoadedRun, on_progress: OnProgress, is_cancelled: Callable[[], bool]) -> _Labelled:
    if run.config is None:
        raise UserError(
            f"A model without a run has no pictures whose labels could be wrong. Received: {run.path}.",
            "Choose a run.",
        )
    dataset = Path(run.config.dataset.path)
    opened = open_dataset(
        dataset, reading=run.config.dataset.reading, on_progress=on_progress, is_cancelled=is_cancelled
    )
    with DatasetIndex(opened) as index:
        splits = _splits_of(run, index)
        rows = [row for row in index.rows() if row.path in splits]
        fingerprint, root = index.summary().fingerprint, index.root
    chosen, labels = match_classes(run, rows, dataset, "any split")
    paths = tuple(row.path for row in chosen)
    pictures = load_pictures(
        root, paths, run.input, fingerprint=fingerprint, on_progress=on_progress, is_cancelled=is_cancelled
    )
    images = tuple(paths[place] for place in pictures.kept)
    return _Labelled(images, tuple(splits[image] for image in images), labels[pictures.kept], pictures.pixels)


def _splits_of(run: LoadedRun, index: DatasetIndex) -> dict[str, Split]:
    """What the run used each of its pictures for, as its folder keeps it."""
    kept = run.kept_splits()
    return {row.path: row.split for row in index.rows() if row.split is not None} if kept is None else kept


def _suspects(
    pictures: _Labelled, ranked: Ranked, scores: Floats, counts: Ints, *, classes: Sequence[str], count: int
) -> tuple[Suspect, ...]:
    """The first ones of a ranking; ``counts`` (N, classes) are those of all layers together."""
    return tuple(
        Suspect(
            image=pictures.images[place],
            split=pictures.splits[place],
            given=classes[given],
            suggested=classes[suggested],
            score=float(ranked.scores[place]),
            given_score=float(scores[place, given]),
            suggested_score=float(scores[place, suggested]),
            given_neighbours=int(counts[place, given]),
            suggested_neighbours=int(counts[place, suggested]),
        )
        for place in ranked.order[:count].tolist()
        for given, suggested in [(int(pictures.labels[place]), int(ranked.suggested[place]))]
    )
