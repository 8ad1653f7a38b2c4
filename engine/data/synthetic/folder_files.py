"""Writes samples whose folders say everything: one for each class, two levels of them, or none."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from engine.data.synthetic.classification import draw
from engine.data.synthetic.letters import draw_letter


@dataclass(frozen=True, slots=True)
class ClassFolderWriter:
    """One shape in each picture: ``train/circle/00000.png``."""

    folder: Path

    def add(self, number: int, split: str, *, seed: int, side: int) -> None:
        """Draw and write one picture."""
        drawing = draw(seed, number, side=side)
        place = self.folder / split / drawing.label
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(drawing.pixels).save(place / f"{number:05d}.png", compress_level=1)

    def finish(self) -> None:
        """The folders say everything."""


@dataclass(frozen=True, slots=True)
class PlainFolderWriter:
    """The same pictures in one folder, so that nothing tells what is on them."""

    folder: Path

    def add(self, number: int, split: str, *, seed: int, side: int) -> None:
        """Draw and write one picture; without labels nothing needs a split."""
        Image.fromarray(draw(seed, number, side=side).pixels).save(self.folder / f"{number:05d}.png", compress_level=1)

    def finish(self) -> None:
        """There is nothing to say."""


@dataclass(frozen=True, slots=True)
class LetterFolderWriter:
    """Letters by alphabet: ``train/Aruvi/ke/00000.png``; whole alphabets are for validation."""

    folder: Path

    def add(self, number: int, split: str, *, seed: int, side: int) -> None:
        """Draw and write one letter."""
        drawing = draw_letter(seed, number, side=side)
        place = self.folder / split / drawing.alphabet / drawing.letter
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(drawing.pixels).save(place / f"{number:05d}.png")

    def finish(self) -> None:
        """The folders say everything."""
