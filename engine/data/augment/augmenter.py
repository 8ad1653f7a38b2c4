"""Changes training pictures at random, as the settings say: the same code for training and for the preview."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.contract.augmentation_presets import NO_AUGMENTATION
from engine.contract.config import AugmentationConfig
from engine.data.augment.blur import blur_pictures
from engine.data.augment.chance import Chance
from engine.data.augment.colour import change_colours
from engine.data.augment.cutout import hide_squares
from engine.data.augment.jpeg import compress_pictures
from engine.data.augment.mixing import (
    WHOLE_PICTURES,
    Blend,
    Mixing,
    blend_pictures,
    draw_blend,
    draw_overlay,
    is_blended,
)
from engine.data.augment.mosaic import Mosaics, compose_mosaics, draw_mosaics
from engine.data.augment.photometric import add_noise, change_light
from engine.data.augment.warp import Warps, has_warp, random_warps, warp_pictures

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Augmented:
    """Changed pictures and how they were changed.

    Attributes:
        pixels: (N, H, W, C) float32 from 0 to 255, not rounded: preparation follows and needs floats anyway.
        warps: how their pixels moved, and their labels have to; None where nothing moved.
        blend: which of them are a blend with another one; None where none can be.
        mosaics: which of them were put together of four, before anything moved; None where none can be.
        partners: those that are blended with them, changed likewise; None where none are.
    """

    pixels: Floats
    warps: Warps | None
    blend: Blend | None
    mosaics: Mosaics | None = None
    partners: "Augmented | None" = None


class Augmenter:
    """Makes the changed variant of any training picture in any epoch; safe to call from several threads.

    A variant is a function of seed, epoch and the picture's position among the training pictures; where a picture has a
    number of versions, of what the epoch leaves when divided by it. First some pictures are put together of four. The
    changes then come in the order in which a picture meets them: the warp, something reflected over it, the lens, the
    light, the sensor, the file; holes come last. Blends are made of two changed pictures.

    Args:
        config: strengths and probabilities.
        seed: of the run.
        count: number of training pictures.
        read: gives the pictures (N, H, W, C) uint8 at positions (N,), as the network takes them.
        mixing: how pictures are mixed with others.
    """

    def __init__(
        self,
        config: AugmentationConfig,
        *,
        seed: int,
        count: int,
        read: Callable[[Positions], Pixels],
        mixing: Mixing = WHOLE_PICTURES,
    ) -> None:
        self._config = config if config.enabled else NO_AUGMENTATION
        self._seed = seed
        self._count = count
        self._read = read
        self._mixing = mixing

    def augment(self, epoch: int, positions: Positions) -> Augmented:
        """The variants of pictures in an epoch, counted from 0."""
        changed = self._changed(epoch, positions)
        if not self._config.mixup:
            return changed
        chance = self._chance(epoch, positions)
        blend = draw_blend(self._config, chance, count=self._count, mixing=self._mixing)
        partners = None
        if len(blend.samples):
            partners = self._changed(epoch, blend.partners)
            blend_pictures(changed.pixels, partners.pixels, blend)
        return replace(changed, blend=blend, partners=partners)

    def blended(self, epoch: int) -> NDArray[np.bool_]:
        """Which of all training pictures are a blend with another one in an epoch, counted from 0."""
        return is_blended(self._config, self._chance(epoch, np.arange(self._count)))

    def _chance(self, epoch: int, positions: Positions) -> Chance:
        version = epoch % self._config.versions if self._config.versions else epoch
        return Chance(seed=self._seed, epoch=version, positions=positions)

    def _changed(self, epoch: int, positions: Positions) -> Augmented:
        config, chance = self._config, self._chance(epoch, positions)
        pictures, mosaics = self._composed(epoch, positions, chance)
        if has_warp(config):
            height, width = pictures.shape[1:3]
            warps = random_warps(config, chance, size=(width, height))
            changed = warp_pictures(pictures, warps)
        else:
            warps, changed = None, pictures.astype(np.float32)
        if config.superimpose:
            overlay = draw_overlay(config, chance, count=self._count)
            blend_pictures(changed, self._read(overlay.partners), overlay)
        blur_pictures(changed, config, chance)
        change_light(changed, config, chance)
        change_colours(changed, config, chance)
        add_noise(changed, config, chance)
        compress_pictures(changed, config, chance)
        hide_squares(changed, config, chance)
        return Augmented(changed, warps, None, mosaics)

    def _composed(self, epoch: int, positions: Positions, chance: Chance) -> tuple[Pixels, Mosaics | None]:
        """The pictures before any change, some of them put together of four."""
        pictures = self._read(positions)
        if not self._mixing.has_mosaics(self._config, epoch):
            return pictures, None
        height, width = pictures.shape[1:3]
        mosaics = draw_mosaics(self._config, chance, positions, count=self._count, size=(width, height))
        return compose_mosaics(pictures, mosaics, read=self._read), mosaics


def changes_pictures(config: AugmentationConfig | None) -> bool:
    """Whether these settings change any picture."""
    if config is None or not config.enabled:
        return False
    light = (config.brightness, config.contrast, config.saturation, config.hue, config.noise, config.blur, config.jpeg)
    return has_warp(config) or any(light) or any((config.cutout, config.superimpose, config.mixup, config.mosaic))
