"""Plants copies of pictures into copies of shared datasets, as people's datasets come to have them."""

import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageEnhance

from tests.shared_data import dataset

Change = Callable[[Image.Image], Image.Image]


def copied(name: str, target: Path, *folders: str) -> Path:
    """A copy of a shared dataset that may be spoilt, or of some of its folders."""
    source = dataset(name)
    for folder in folders or (".",):
        shutil.copytree(source / folder, target / folder, dirs_exist_ok=True)
    return target


def half_as_large(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BICUBIC)


def squeezed_into_a_square(picture: Image.Image) -> Image.Image:
    return picture.resize((299, 299))


def compressed(picture: Image.Image) -> Image.Image:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=20)
    return Image.open(stream).convert("RGB")


def cropped_all_round(picture: Image.Image) -> Image.Image:
    return _cut(picture, (0.05, 0.05, 0.05, 0.05))


def cropped_at_a_corner(picture: Image.Image) -> Image.Image:
    return _cut(picture, (0.08, 0.1, 0, 0))


def brighter(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(1.3)


def darker(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.6)


def flatter(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(picture).enhance(0.6)


def smaller_brighter_and_cropped(picture: Image.Image) -> Image.Image:
    return compressed(ImageEnhance.Brightness(_cut(picture, (0.03, 0, 0.04, 0.02))).enhance(1.15).resize((220, 300)))


KINDS: tuple[Change, ...] = (
    half_as_large,
    squeezed_into_a_square,
    compressed,
    cropped_all_round,
    cropped_at_a_corner,
    brighter,
    darker,
    flatter,
    smaller_brighter_and_cropped,
)


def plant(pictures: Sequence[Path], folder: Path, change: Change) -> list[Path]:
    """Write a changed copy of each picture into ``folder``; where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / f"{change.__name__}-{number}.jpg" for number in range(len(pictures))]
    for source, target in zip(pictures, targets, strict=True):
        with Image.open(source) as picture:
            change(picture.convert("RGB")).save(target, quality=95)
    return targets


def _cut(picture: Image.Image, shares: tuple[float, float, float, float]) -> Image.Image:
    """Without shares at the left, top, right and bottom."""
    left, top, right, bottom = shares
    width, height = picture.size
    return picture.crop(
        (round(left * width), round(top * height), round(width * (1 - right)), round(height * (1 - bottom)))
    )
