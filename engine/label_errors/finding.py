"""Which labels of a run's pictures are likely wrong, in its network's eyes."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.label_errors import LabelRanking, Suspect
from engine.contract.run_folder import RunFolder
from engine.data.cache import load_pictures
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.evaluating.classes import match_classes
from engine.label_errors.looking import look
from engine.label_errors.neighbours import count_labels_around, neighbour_count
from engine.label_errors.past import Flags, Floats, Ints, Judged, Past, epochs_before, judge, past_of, share_by_heart
from engine.label_errors.ranking import Ranked, mean_opinion, rank
from engine.label_history.stored import read_label_history
from engine.model_store import LoadedRun, Pixels
from engine.predicting.classes import OnProgress

FEWEST_PICTURES = 4
MOST_LEADS = 48


@dataclass(frozen=True, slots=True, eq=False)
class _Labelled:
    """The pictures of a run that can be read: paths, splits and labels of N pictures, and pixels (N, h, w, c)."""

    images: tuple[str, ...]
    splits: tuple[Split, ...]
    labels: Ints
    pixels: Pixels


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """All that is known of N pictures; ``counts`` (N, classes) are those of all layers together."""

    pictures: _Labelled
    ranked: Ranked
    scores: Floats
    counts: Ints
    past: Past | None


def find_label_errors(
    run: LoadedRun, *, share: float, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> LabelRanking:
    """Rank the pictures of all splits by how likely their label is wrong.

    Labels are those of the dataset now, with a person's corrections. The order follows the network and its layers
    (``mean_opinion``); for what the network knows by heart, what it said before it did (``judge``).

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
    in_training = np.array([split is Split.TRAIN for split in pictures.splits])
    agrees = scores.argmax(axis=1) == pictures.labels
    past = _past(run, pictures)
    judged = _judged(mean_opinion(scores, counts), past, pictures.labels, agrees, in_training)
    looked = _Looked(pictures, rank(judged.opinion, pictures.labels), scores, counts.sum(axis=0), past)
    return LabelRanking(
        run=run.path,
        pictures=total,
        neighbours=neighbours * len(vectors),
        train_agreement=_share(agrees[in_training]),
        judged_until=judged.until,
        suspects=_suspects(looked, classes=run.classes, count=math.ceil(share * total)),
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


def _past(run: LoadedRun, pictures: _Labelled) -> Past | None:
    """What the run recorded of these pictures."""
    history = read_label_history(RunFolder(Path(run.path)).label_history)
    if history is None:
        return None
    present = run.relocated().present
    learned = tuple(replace(picture, image=present(picture.image)) for picture in history.pictures)
    return past_of(replace(history, pictures=learned), pictures.images, pictures.labels, run.classes)


def _judged(opinion: Floats, past: Past | None, labels: Ints, agrees: Flags, in_training: Flags) -> Judged:
    """The opinion, with the past where there is one; where nothing is held out, nobody can tell what is by heart."""
    learned, held_out = _share(agrees[in_training]), _share(agrees[~in_training])
    if past is None or learned is None or held_out is None:
        return Judged(opinion, None)
    by_heart, until = share_by_heart(learned, held_out), epochs_before(past, held_out)
    return judge(opinion, past, labels, by_heart=by_heart, until=until)


def _share(flags: Flags) -> float | None:
    return float(flags.mean()) if flags.size else None


def _suspects(looked: _Looked, *, classes: Sequence[str], count: int) -> tuple[Suspect, ...]:
    """The first ones of the ranking."""
    pictures, ranked, scores, counts = looked.pictures, looked.ranked, looked.scores, looked.counts
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
            leads=() if looked.past is None else _leads(looked.past, place),
        )
        for place in ranked.order[:count].tolist()
        for given, suggested in [(int(pictures.labels[place]), int(ranked.suggested[place]))]
    )


def _leads(past: Past, place: int) -> tuple[float | None, ...]:
    """An even choice of a picture's epochs, few enough to be sent for many; none where all are unknown."""
    leads = past.leads[:: -(-len(past.epochs) // MOST_LEADS), place]
    if not np.isfinite(leads).any():
        return ()
    return tuple(round(lead, 3) if math.isfinite(lead) else None for lead in leads.tolist())
