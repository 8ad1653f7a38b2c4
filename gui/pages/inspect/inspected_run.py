"""A run as the Inspect page sees it: its name, its pictures, its evaluations. Free of Qt."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.contract.annotations import Box
from engine.contract.boxes import BoxResult
from engine.contract.class_colours import ClassColours
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageFilter, ImageStatus, Split
from engine.contract.errors import UserError
from engine.contract.masks import MaskResult
from engine.contract.predictions import Evaluation, ImageResult
from engine.contract.run_folder import RunFolder
from engine.dataset.index.dataset_index import DatasetIndex
from gui.gallery.items import PictureItem
from gui.pages.inspect.results import (
    item_of,
    item_of_boxes,
    item_of_mask,
    read_box_results,
    read_evaluation,
    read_mask_evaluation,
    read_mask_results,
    read_results,
    summary_of_masks,
)

_LISTED: Final = 500


@dataclass(slots=True)
class InspectedRun:
    """What can be known of a run or a ``.keras`` file without its network.

    Attributes:
        path: the run folder or the file.
        config: None for a file, or where the folder was damaged.
        root: folder of the pictures it learned from; None where it is unknown or gone.
        words: its name, network and best epoch.
    """

    path: Path
    config: RunConfig | None
    root: Path | None
    words: str
    _results: dict[str, tuple[ImageResult, ...]] = field(default_factory=dict)
    _mask_results: dict[str, tuple[MaskResult, ...]] = field(default_factory=dict)
    _box_results: dict[str, tuple[BoxResult, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> "InspectedRun":
        """Read what the folder says."""
        folder = RunFolder(path)
        try:
            config = folder.read_config()
        except UserError:
            return cls(path, None, None, path.name)
        words = f"{path.name}, {config.network.name}"
        try:
            best = folder.read_state().best_epoch
        except UserError:
            best = None
        root = config.dataset.folder
        return cls(path, config, root if root.is_dir() else None, f"{words}, epoch {best}" if best else words)

    @property
    def can_be_evaluated(self) -> bool:
        """Whether its own pictures are there."""
        return self.config is not None and self.root is not None

    def key_of(self, image: Path) -> str | None:
        """A picture's path relative to the dataset; None for a picture from elsewhere."""
        if self.root is None or not image.is_relative_to(self.root):
            return None
        return image.relative_to(self.root).as_posix()

    def is_of(self, dataset: str) -> bool:
        """Whether it learned from this dataset."""
        return self.config is not None and self.config.dataset.path == dataset

    def results(self, split: str) -> tuple[ImageResult, ...]:
        """The pictures of an evaluation; none where there was no evaluation."""
        if split not in self._results:
            self._results[split] = read_results(self.evaluation_folder(split))
        return self._results[split]

    def evaluation(self, split: str) -> Evaluation | None:
        """The numbers of an evaluation."""
        return read_evaluation(self.evaluation_folder(split))

    def has_results(self, split: str) -> bool:
        """Whether anything is known of the pictures of a split."""
        return bool(self.results(split) or self.mask_results(split) or self.box_results(split))

    def mask_results(self, split: str) -> tuple[MaskResult, ...]:
        """The pictures of an evaluation of masks; none where there was no such evaluation."""
        if split not in self._mask_results:
            self._mask_results[split] = read_mask_results(self.evaluation_folder(split))
        return self._mask_results[split]

    def box_results(self, split: str) -> tuple[BoxResult, ...]:
        """The pictures of an evaluation of boxes; none where there was no such evaluation."""
        if split not in self._box_results:
            self._box_results[split] = read_box_results(self.evaluation_folder(split))
        return self._box_results[split]

    def summary_of_masks(self, split: str) -> str:
        """How good its masks are, in a sentence; empty where they were not measured."""
        return summary_of_masks(read_mask_evaluation(self.evaluation_folder(split)))

    def evaluated_pictures(self, split: str) -> list[PictureItem]:
        """The pictures of an evaluation with what was found."""
        found = [item_of(result, self._colours, shows_score=False) for result in self.results(split)]
        found = found or [item_of_mask(result) for result in self.mask_results(split)]
        return found or [item_of_boxes(result) for result in self.box_results(split)]

    @property
    def _colours(self) -> ClassColours:
        return ClassColours.of(self.config.classes if self.config is not None else ())

    def forget_results(self) -> None:
        """Read evaluations again, because one was made anew."""
        self._results.clear()
        self._mask_results.clear()
        self._box_results.clear()

    def listed_pictures(self, index: DatasetIndex | None) -> list[PictureItem]:
        """Pictures to look at before there is an evaluation: validation pictures, or any."""
        if index is None or self.config is None or index.root != self.root:
            return []
        sound = (ImageStatus.OK,)
        try:
            rows = index.page(ImageFilter(splits=(Split.VALIDATION,), statuses=sound), limit=_LISTED)
            rows = rows or index.page(ImageFilter(statuses=sound), limit=_LISTED)
        except sqlite3.Error:
            return []
        return [PictureItem(row.path, row.label, self._colours.named(row.label)) for row in rows]

    def true_boxes(self, key: str | None, index: DatasetIndex | None) -> tuple[Box, ...]:
        """The boxes of what is drawn on a picture, where its dataset is open and knows any."""
        if key is None or index is None or index.root != self.root:
            return ()
        try:
            row = index.image(key)
            drawn = index.annotations(row.id) if row is not None else []
        except sqlite3.Error:
            return ()
        return tuple(each.box for each in drawn if each.box is not None and not each.is_relative)

    def labels_of(self, items: Sequence[PictureItem]) -> dict[str, str]:
        """Labels of listed pictures; those of evaluated ones stand in their results, masks and boxes are no labels."""
        evaluated = {result.image for results in self._results.values() for result in results}
        evaluated |= {result.image for results in self._mask_results.values() for result in results}
        evaluated |= {result.image for results in self._box_results.values() for result in results}
        return {item.path: item.label for item in items if item.label is not None and item.path not in evaluated}

    def evaluation_folder(self, split: str) -> Path:
        """Where the evaluation of a split is kept."""
        return RunFolder(self.path).evaluation / split
