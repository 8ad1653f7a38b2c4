"""The samples of semantic segmentation: pictures with a class under every pixel."""

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.contract.config import InputConfig, RunConfig
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.data.augment.margin import with_margin
from engine.data.batches import BatchSettings
from engine.data.fitting import fit_picture
from engine.data.label_fitting import fit_mask
from engine.data.mask_batches import MaskBatchMaker, PixelWeights
from engine.data.preparation import Preparation
from engine.data.reading import read_fitted, read_whole
from engine.data.room import Room
from engine.data.views import CodedPicture, GridPatches, RandomPatches, RareClasses, Views, WholeViews
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.pictures.decode import DecodeError
from engine.label_history.stored import LearnedPicture
from engine.ops.border_weights import border_weights
from engine.ops.class_balance import count_classes, median_frequency_weights
from engine.ops.components import label_components
from engine.ops.contacts import contact_lines
from engine.tasks.augmentation_fit import require_fitting_augmentation
from engine.tasks.mask_truth import MaskTruth, ObjectNumbers, require_same_size
from engine.tasks.samples import SampleSource
from models.graph import Graph

Pixels = NDArray[np.uint8]
Size = tuple[int, int]
READING = "Reading pictures and masks"
MOST_MEASURED = 256
CODE_VALUES = 256
FULL_BORDER = 255
LARGEST_WEIGHT = 10.0
BACKGROUND = 0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MaskedPictures:
    """Pictures of one split with the class of every pixel.

    Attributes:
        config: of the run.
        rows: the pictures that could be used.
        pictures: fitted to the network's size, or at their own where the network looks at patches.
    """

    config: RunConfig
    rows: tuple[ImageRow, ...]
    pictures: tuple[CodedPicture, ...]

    def measured_pixels(self) -> Pixels:
        """The pictures, or an even choice of the patches that cover them."""
        grid = self._grid()
        chosen = np.linspace(0, grid.count - 1, min(MOST_MEASURED, grid.count)).astype(np.int64)
        return grid.pictures(0, chosen)

    def fitted(self, position: int) -> Pixels:
        """One picture as the network sees it: its middle, where the network looks at patches."""
        return fit_picture(self.pictures[position].pixels, self.config.input)[0]

    def learned_labels(self) -> tuple[LearnedPicture, ...]:
        """None: it is pixels that have a class."""
        return ()

    def unseen_classes(self) -> tuple[str, ...]:
        """Classes that no pixel has."""
        pixels = self.class_pixels().sum(axis=0)
        return tuple(name for name, count in zip(self.config.classes, pixels, strict=True) if not count)

    def batches(self, preparation: Preparation, *, is_training: bool) -> MaskBatchMaker:
        """Batches of pictures, and for each pixel its class and how much it counts."""
        size = _input_size(self.config.input)
        return MaskBatchMaker(
            self._views(is_training=is_training),
            preparation,
            BatchSettings.of_run(self.config, is_training=is_training),
            size=size,
            target_size=self._output_size(),
            weights=self._weights(is_training=is_training),
        )

    def class_pixels(self) -> NDArray[np.int64]:
        """(N, classes) pixels of each class in each picture."""
        classes = len(self.config.classes)
        return np.stack([count_classes(one.codes[..., 0], classes=classes) for one in self.pictures])

    def _views(self, *, is_training: bool) -> Views:
        if self.config.input.fit != "patches":
            return WholeViews(self.pictures)
        if not is_training:
            return self._grid()
        augmentation = BatchSettings.of_run(self.config, is_training=True).augmentation
        size = with_margin(_input_size(self.config.input), augmentation)
        return RandomPatches(
            self.pictures, size=size, kept=self._output_size(), seed=self.config.seed, rare=self._rare_classes()
        )

    def _rare_classes(self) -> RareClasses | None:
        balance = self.config.masks.rare_crops
        if not balance:
            return None
        classes, seed = len(self.config.classes), self.config.seed
        return RareClasses.of(self.pictures, classes=classes, balance=balance, seed=seed)

    def _grid(self) -> GridPatches:
        return GridPatches(self.pictures, size=_input_size(self.config.input), kept=self._output_size())

    def _output_size(self) -> Size:
        graph = Graph.from_json(self.config.network.graph)
        height, width, _ = graph.shapes()[graph.outputs[0]]
        return height, width

    def _weights(self, *, is_training: bool) -> PixelWeights:
        of_class = np.zeros(CODE_VALUES, np.float32)
        of_class[: len(self.config.classes)] = 1.0
        if is_training and self.config.training.class_weights == "balanced":
            balanced = median_frequency_weights(self.class_pixels(), largest=LARGEST_WEIGHT)
            of_class[: len(self.config.classes)] = balanced
        return PixelWeights(of_class, self.config.masks.border_weight if is_training else 0.0)


def load_masked_pictures(source: SampleSource) -> MaskedPictures:
    """Read the pictures of a split and their masks; those that are broken are left out and named in the log.

    Raises:
        UserError: no picture can be used, or there is no room for them.
    """
    _check(source.config)
    with DatasetIndex(source.index) as index:
        truth = MaskTruth.of(index, source.rows)
    room = Room(sum(_bytes_of(row, source.config) for row in source.rows))
    rows: list[ImageRow] = []
    pictures: list[CodedPicture] = []
    for number, row in enumerate(source.rows):
        source.on_progress(READING, number, len(source.rows))
        try:
            read = _read(source, row, truth)
        except UserError as error:
            logger.warning("Left out %s: %s", row.path, error.reason if isinstance(error, DecodeError) else error)
            continue
        rows.append(row)
        pictures.append(CodedPicture(room.keep(read.pixels), room.keep(read.codes)))
    source.on_progress(READING, len(source.rows), len(source.rows))
    if not pictures:
        raise UserError(
            f"None of the {len(source.rows)} pictures can be used with its mask. Received: {source.root}.",
            "Look at the problems of the dataset on the Data page.",
        )
    return MaskedPictures(source.config, tuple(rows), tuple(pictures))


def pretend_masks(config: RunConfig, pixels: Pixels) -> MaskedPictures:
    """Pictures (N, height, width, channels) with rows of one class after the other."""
    rows = (np.arange(pixels.shape[1]) % max(1, len(config.classes))).astype(np.uint8)
    codes = np.zeros((*pixels.shape[1:3], _planes_of(config)), np.uint8)
    codes[..., 0] = rows[:, None]
    return MaskedPictures(config, (), tuple(CodedPicture(one, codes) for one in pixels))


def _planes_of(config: RunConfig) -> int:
    return 2 if config.masks.border_weight else 1


def _check(config: RunConfig) -> None:
    graph = Graph.from_json(config.network.graph)
    if len(graph.shapes()[graph.outputs[0]]) != 3:
        raise UserError(
            f"This network says one thing of a whole picture. Received: {config.network.name}.",
            "Choose a network that gives every pixel a class, as U-Net.",
        )
    require_fitting_augmentation(config)


def _read(source: SampleSource, row: ImageRow, truth: MaskTruth) -> CodedPicture:
    path, config = source.root / row.path, source.config.input
    planes = _planes(source.config, row, truth)
    if (planes[0] == NO_CLASS).all():
        raise UserError(f"No pixel has a class. Received: {row.path}.", "Draw what is on the picture, or leave it out.")
    mask_size = planes[0].shape
    if config.fit == "patches":
        whole = read_whole(path, channels=config.channels)
        require_same_size(picture=whole.shape[:2], mask=mask_size, path=row.path)
        return CodedPicture(whole, np.stack(planes, axis=-1))
    pixels, placement = read_fitted(path, config)
    require_same_size(picture=placement.original_size[::-1], mask=mask_size, path=row.path)
    outside = (NO_CLASS, 0)
    fitted = [fit_mask(plane, placement, outside=code) for plane, code in zip(planes, outside, strict=False)]
    return CodedPicture(pixels, np.stack(fitted, axis=-1))


def _planes(config: RunConfig, row: ImageRow, truth: MaskTruth) -> tuple[Pixels, ...]:
    """The class of each pixel and, where borders count more, how near two objects are: 255 where they touch."""
    classes = truth.classes(row.path)
    if not config.masks.border_weight:
        return (classes,)
    objects, lines = bordered_objects(truth, row.path, classes)
    shares = border_weights(objects, w_0=1.0, sigma_px=config.masks.border_sigma)
    return np.where(lines, BACKGROUND, classes).astype(np.uint8), np.rint(shares * FULL_BORDER).astype(np.uint8)


def bordered_objects(truth: MaskTruth, path: str, classes: Pixels) -> tuple[ObjectNumbers, NDArray[np.bool_]]:
    """The objects near whose borders pixels count more, and where a line of background is learned between them.

    Where objects of one class touch, no pixel between them could weigh more, and weights on them would teach to join
    them; those of two classes are told apart already.

    Returns:
        (H, W) numbers of objects without the lines: those that are drawn, else pieces of the classes; and the lines.
    """
    if not truth.has_objects(path):
        return label_components(classes, background=BACKGROUND), np.zeros(classes.shape, np.bool_)
    objects = truth.objects(path)
    of_classes = [np.where(classes == one, objects, 0) for one in np.unique(classes[objects > 0])]
    lines = np.logical_or.reduce([np.zeros(classes.shape, np.bool_), *map(contact_lines, of_classes)])
    return np.where(lines, 0, objects), lines


def _bytes_of(row: ImageRow, run: RunConfig) -> int:
    config = run.input
    planes = config.channels + _planes_of(run)
    if config.fit != "patches":
        return config.height * config.width * planes
    return (row.width or 0) * (row.height or 0) * planes


def _input_size(config: InputConfig) -> Size:
    return config.height, config.width
