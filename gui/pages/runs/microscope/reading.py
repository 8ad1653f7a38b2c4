"""What the folders of several runs tell, so that their masks of one picture can be shown beside each other.

Free of Qt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.contract.tasks import TRAITS
from engine.dataset.labels.relocated import relocated_pictures
from gui.pages.inspect.results import read_mask_results
from gui.pages.runs.pictures.reading import PairedRun
from gui.runs.differences import network_title
from models.coarse_map import coarse_map
from models.graph import Graph, GraphError

PictureSet = Literal["validation", "test", "pinned"]
SPLITS: Final[Mapping[PictureSet, Split]] = {"validation": Split.VALIDATION, "test": Split.TEST}


@dataclass(frozen=True, slots=True)
class SeenRun:
    """One of the runs.

    Attributes:
        paired: its folder, its configuration, and the split of each picture.
        pinned: the pictures that it followed, where they lie now, in the order of its previews.
        ious: of the pictures of its evaluations, by split.
        stamp: when its network was written, in nanoseconds; 0 where there is none.
        passes: with how many shifts its picture is asked by shift-and-stitch; 0 where its map of classes is not coarse.
    """

    paired: PairedRun
    pinned: tuple[str, ...]
    ious: Mapping[Split, Mapping[str, float]]
    stamp: int
    passes: int

    @classmethod
    def read(cls, path: Path) -> "SeenRun":
        """Read the folder.

        Raises:
            UserError: there is no such run any more, or it says nothing of single pixels.
        """
        paired = PairedRun.read(path)
        traits = TRAITS.get(paired.config.task)
        if traits is None or not traits.is_dense:
            raise UserError(f"{path.name} says nothing of single pixels.", "Choose a run that learned masks.")
        relocated = relocated_pictures(paired.root)
        pinned = tuple(relocated.present(image) for image in paired.config.pinned)
        ious = {
            split: {
                result.image: result.mean_iou
                for result in read_mask_results(paired.evaluation(split))
                if result.mean_iou is not None
            }
            for split in SPLITS.values()
        }
        return cls(paired, pinned, ious, _stamp(path), _passes(paired))

    @property
    def path(self) -> Path:
        """The run folder."""
        return self.paired.path

    @property
    def name(self) -> str:
        """What it is called."""
        return self.paired.name

    @property
    def network(self) -> str:
        """What its network is called."""
        return network_title(self.paired.config.network.name)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes in the order of its probabilities."""
        return self.paired.config.classes

    @property
    def previews(self) -> Path:
        """The folder of what it said of its pinned pictures after every epoch."""
        return RunFolder(self.path).previews


@dataclass(frozen=True, slots=True)
class Subject:
    """Runs that learned masks from the same pictures.

    Attributes:
        runs: in the order in which they are shown.
    """

    runs: tuple[SeenRun, ...]

    @classmethod
    def read(cls, paths: Sequence[Path]) -> "Subject":
        """Read all folders.

        Raises:
            UserError: why they cannot be looked at together, and what to do.
        """
        runs = tuple(SeenRun.read(path) for path in paths)
        datasets = {Path(run.paired.config.dataset.path) for run in runs}
        if len(datasets) > 1:
            names = ", ".join(sorted(place.name for place in datasets))
            raise UserError(f"The runs learned from different datasets: {names}.", "Choose runs of the same pictures.")
        if not all(place.exists() for place in datasets):
            [place] = datasets
            raise UserError(f"The pictures of the runs are no longer at {place}.", "Put the folder back there.")
        return cls(runs)

    @property
    def root(self) -> Path:
        """The folder of the pictures."""
        return self.runs[0].paired.root

    def pictures(self, chosen: PictureSet) -> "ShownPictures":
        """The pictures of a set."""
        return self._pinned() if chosen == "pinned" else self._of_split(SPLITS[chosen])

    def _pinned(self) -> "ShownPictures":
        followed = dict.fromkeys(picture for run in self.runs for picture in run.pinned)
        pictures = (SeenPicture(path, self._ious(path), is_pinned=True) for path in followed)
        return ShownPictures(tuple(pictures), is_by_difference=False)

    def _of_split(self, split: Split) -> "ShownPictures":
        shared = set.intersection(*(set(run.paired.splits) for run in self.runs))
        members = {path for path in shared if any(run.paired.splits[path] is split for run in self.runs)}
        trained = {path for path in members if any(run.paired.splits[path] is Split.TRAIN for run in self.runs)}
        pinned = {picture for run in self.runs for picture in run.pinned}
        chosen = members - trained or members
        found = [SeenPicture(path, self._ious(path), is_pinned=path in pinned) for path in sorted(chosen)]
        is_known = len(self.runs) > 1 and bool(found) and all(len(picture.ious) == len(self.runs) for picture in found)
        if is_known:
            found.sort(key=_by_difference)
        return ShownPictures(tuple(found), is_by_difference=is_known, trained=len(chosen & trained))

    def _ious(self, path: str) -> tuple[float, ...]:
        """The IoU of those runs whose evaluation has the picture."""
        return tuple(found[path] for run in self.runs for found in run.ious.values() if path in found)


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """One picture that can be chosen.

    Attributes:
        path: relative to the dataset.
        ious: of those runs that were evaluated on it.
        is_pinned: whether a run followed it.
    """

    path: str
    ious: tuple[float, ...]
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class ShownPictures:
    """Pictures to choose from.

    Attributes:
        pictures: in the order in which they are shown.
        is_by_difference: whether those come first whose IoU differs most between the runs.
        trained: how many of them a run has trained on.
    """

    pictures: tuple[SeenPicture, ...]
    is_by_difference: bool
    trained: int = 0


def look_up(paths: Sequence[Path]) -> Subject | UserError:
    """The runs in these folders, or why they cannot be looked at together."""
    try:
        return Subject.read(paths)
    except UserError as error:
        return error


def _stamp(run: Path) -> int:
    try:
        return RunFolder(run).model.stat().st_mtime_ns
    except OSError:
        return 0


def _passes(run: PairedRun) -> int:
    try:
        found = coarse_map(Graph.from_json(run.config.network.graph).for_prediction())
    except GraphError:
        return 0
    return 0 if found is None else int(found.stride[0] * found.stride[1])


def _by_difference(picture: SeenPicture) -> float:
    return min(picture.ious) - max(picture.ious)
