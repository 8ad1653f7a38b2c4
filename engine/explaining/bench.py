"""The bench of faithfulness: which method to trust for this network, told by three tests on pictures of a split."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from engine.contract.errors import UserError
from engine.contract.trust import MethodTrust, TrustTable
from engine.dataset.pictures.decode import DecodeError
from engine.explaining.class_grid import class_grid
from engine.explaining.exciting_index import pictures_of_split
from engine.explaining.explanation import Question
from engine.explaining.known_boxes import find_known_boxes
from engine.explaining.known_masks import find_known_masks
from engine.explaining.methods import METHODS, explain, with_pixels
from engine.explaining.seen import SeenPicture, see_picture
from engine.inspect.faithfulness import (
    Way,
    centre_map,
    follow,
    likeness,
    random_map,
    randomised_weights,
    shuffled,
)
from engine.inspect.localisation import points_into
from engine.inspect.probe import Floats, probe_of
from engine.inspect.resampling import resize_map
from engine.model_store import LoadedRun

OnProgress = Callable[[str, int, int], None]
Bools = npt.NDArray[np.bool_]
USUAL_METHODS = (
    *("cam", "gradcam", "gradcam++", "hirescam", "layercam", "eigencam"),
    *("saliency", "gradient-x-input", "integrated-gradients"),
)
"""Those that take a moment; others can be asked for."""
USUAL_PICTURES = 40
RANDOM, CENTRE = "random", "centre"
TESTING = "Testing maps"
SEED = 0


@dataclass(frozen=True, slots=True)
class _Case:
    """A picture of the bench: what is asked about it, and where the thing is.

    Attributes:
        seen: the picture.
        question: with the class that the network predicts, and of a mask with its pixels.
        boxes: (n, 4) in pixels of the network's input; none where no place is known.
        area: (h, w) the true pixels there, of a network that speaks of every pixel.
    """

    seen: SeenPicture
    question: Question
    boxes: Floats
    area: Bools | None = None

    @property
    def has_place(self) -> bool:
        """Whether it is known where the thing is."""
        return len(self.boxes) > 0 or self.area is not None

    def is_hit(self, values: Floats) -> bool:
        """Whether the maximum of a map lies where the thing is."""
        on_input = resize_map(values, height=self.seen.prepared.shape[0], width=self.seen.prepared.shape[1])
        if self.area is None:
            return points_into(on_input, self.boxes)
        return bool(self.area[np.unravel_index(int(on_input.argmax()), on_input.shape)])


MakeCase = Callable[[str, SeenPicture], _Case]
"""From the path of a picture, and how the network sees it, to what is asked about it."""


@dataclass(slots=True)
class _Tally:
    """The numbers of a method, one for each picture so far; ``maps`` in their order."""

    deletions: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    insertions: list[float] = field(default_factory=list)
    hits: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    likenesses: list[float] = field(default_factory=list)
    maps: list[Floats] = field(default_factory=list)
    note: str = ""


def measure_trust(
    run: LoadedRun,
    split: str,
    *,
    methods: Sequence[str] = (),
    pictures: int = USUAL_PICTURES,
    on_progress: OnProgress,
) -> TrustTable:
    """Test methods on pictures of a split, each for the class that the network predicts, of a mask for the main class.

    Args:
        run: with a dataset of its own.
        split: whose pictures are taken, evenly from first to last.
        methods: some of ``METHODS``; none stands for ``USUAL_METHODS``.
        pictures: how many at most.
        on_progress: told (what, done, total); may raise to stop.

    Raises:
        UserError: there is no such method, or no picture.
    """
    chosen = tuple(dict.fromkeys(methods)) or USUAL_METHODS
    _require_methods(chosen)
    cases = _cases(run, split, pictures, on_progress)
    tallies = {method: _Tally() for method in (*chosen, RANDOM, CENTRE)}
    steps = _Steps(on_progress, 2 * len(cases))
    for number, case in enumerate(cases):
        steps.next()
        _test_case(run, case, number, tallies)
    _compare_with_randomised(run, cases, tallies, steps)
    on_progress(TESTING, steps.total, steps.total)
    return TrustTable(
        run=run.path,
        split=split,
        pictures=len(cases),
        placed=sum(case.has_place for case in cases),
        methods=tuple(_summary(method, tally) for method, tally in tallies.items()),
    )


@dataclass(slots=True)
class _Steps:
    """Counts what is done; ``next`` tells it before each step, and may raise to stop."""

    on_progress: OnProgress
    total: int
    done: int = 0

    def next(self) -> None:
        self.on_progress(TESTING, self.done, self.total)
        self.done += 1


def _require_methods(methods: Sequence[str]) -> None:
    unknown = [method for method in methods if method not in METHODS]
    if unknown:
        raise UserError(
            f"There is no such method. Received: {', '.join(unknown)}.", f"Choose some of: {', '.join(METHODS)}."
        )


def _cases(run: LoadedRun, split: str, count: int, on_progress: OnProgress) -> list[_Case]:
    root, paths = pictures_of_split(run, split)
    places = np.unique(np.linspace(0, len(paths) - 1, min(count, len(paths))).round().astype(int))
    chosen = [paths[place] for place in places]
    make = _makes_masks(run, chosen, on_progress) if class_grid(run) else _makes_boxes(run, root, chosen, on_progress)
    cases = []
    for path in chosen:
        try:
            seen = see_picture(run, root / path)
        except DecodeError:
            continue  # told by the Data page; here it is only left out
        cases.append(make(path, seen))
    if not cases:
        raise UserError(f"No picture can be read. Received: {len(chosen)} pictures in {root}.", "Check the folder.")
    return cases


def _makes_boxes(run: LoadedRun, root: Path, paths: Sequence[str], on_progress: OnProgress) -> MakeCase:
    known = find_known_boxes(run, root, paths, on_progress)

    def make(path: str, seen: SeenPicture) -> _Case:
        target = int(probe_of(run.model, with_gradients=False)(seen.prepared[np.newaxis]).targets[0])
        boxes = np.array(known.of(path), np.float64).reshape(-1, 4)
        on_input = np.asarray(seen.placement.boxes_to_input(boxes), np.float32)
        return _Case(seen, Question(target=target), on_input)

    return make


def _makes_masks(run: LoadedRun, paths: Sequence[str], on_progress: OnProgress) -> MakeCase:
    known = find_known_masks(run, paths, on_progress)

    def make(path: str, seen: SeenPicture) -> _Case:
        question = with_pixels(run, seen, Question())
        area = None if known is None else known.where(path, question.target, seen.placement)
        return _Case(seen, question, np.zeros((0, 4), np.float32), area)

    return make


def _test_case(run: LoadedRun, case: _Case, number: int, tallies: Mapping[str, _Tally]) -> None:
    height, width = case.seen.prepared.shape[:2]
    blind = {RANDOM: random_map(height, width, SEED + number), CENTRE: centre_map(height, width)}
    for method, tally in tallies.items():
        if tally.note:
            continue
        values = blind.get(method)
        if values is None:
            values = _timed_map(run, case, method, tally)
        if values is None:
            continue
        _score_map(run.model, case, values, tally)
        if method not in blind:
            tally.chances.append(_deletion(run.model, case, shuffled(values, SEED + number)))


def _timed_map(run: LoadedRun, case: _Case, method: str, tally: _Tally) -> Floats | None:
    """The map of a method; None, with the reason in ``tally``, where the network does not allow it."""
    if not tally.maps:
        try:
            _map_of(run, case, method)  # compiles what the others only run
        except UserError as error:
            tally.note = error.message
            return None
    start = time.perf_counter()
    values = _map_of(run, case, method)
    tally.seconds.append(time.perf_counter() - start)
    tally.maps.append(values)
    return values


def _map_of(run: LoadedRun, case: _Case, method: str) -> Floats:
    return explain(run, case.seen, method, case.question).values


def _deletion(model: keras.Model, case: _Case, values: Floats) -> float:
    return _followed(model, case, values, way="deletion")


def _followed(model: keras.Model, case: _Case, values: Floats, *, way: Way) -> float:
    asked = case.question
    return follow(model, case.seen.prepared, asked.target, values, way=way, pixels=asked.weights).area


def _score_map(model: keras.Model, case: _Case, values: Floats, tally: _Tally) -> None:
    tally.deletions.append(_deletion(model, case, values))
    tally.insertions.append(_followed(model, case, values, way="insertion"))
    if case.has_place:
        tally.hits.append(case.is_hit(values))


def _compare_with_randomised(
    run: LoadedRun, cases: Sequence[_Case], tallies: Mapping[str, _Tally], steps: _Steps
) -> None:
    """Make every map again with a copy of the network that knows nothing: the run's own is asked meanwhile."""
    copy = keras.models.clone_model(run.model)
    copy.set_weights(run.model.get_weights())
    blank = replace(run, model=copy)
    explained = {method: tally for method, tally in tallies.items() if tally.maps}
    with randomised_weights(copy, SEED):
        for number, case in enumerate(cases):
            steps.next()
            for method, tally in explained.items():
                tally.likenesses.append(likeness(tally.maps[number], _map_of(blank, case, method)))


def _summary(method: str, tally: _Tally) -> MethodTrust:
    return MethodTrust(
        method=method,
        deletion=_mean(tally.deletions),
        chance=_mean(tally.chances),
        insertion=_mean(tally.insertions),
        pointing=_mean(tally.hits),
        likeness=_mean(tally.likenesses),
        seconds=None if not tally.seconds else float(np.median(tally.seconds)),
        note=tally.note,
    )


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
