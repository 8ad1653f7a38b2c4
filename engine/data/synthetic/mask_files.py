"""Writes scenes with masks: pictures in one folder, palette PNGs of the same names in another."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from engine.data.synthetic.scene import CLASSES, draw_scene

BACKGROUND = "background"
# Of the background and the classes, for programs that show masks.
_PALETTE = ("#000000", "#e4483f", "#f2b632", "#3d9a6a", "#2f6fb5", "#9b6fc0", "#e2803a")


@dataclass(frozen=True, slots=True)
class MaskWriter:
    """Writes scenes into ``folder``: ``train/images``, ``train/masks`` and so on; objects of some classes only."""

    folder: Path
    classes: tuple[str, ...] = CLASSES

    def add(self, number: int, split: str, *, seed: int, side: int) -> None:
        """Draw and write one scene."""
        scene = draw_scene(seed, number, side=side, classes=self.classes)
        images, masks = self.folder / split / "images", self.folder / split / "masks"
        for place in (images, masks):
            place.mkdir(parents=True, exist_ok=True)
        name = f"{number:06d}.png"
        Image.fromarray(scene.pixels).save(images / name, compress_level=1)
        mask = Image.fromarray(scene.class_mask(self.classes))
        mask.putpalette([int(colour[place : place + 2], 16) for colour in _PALETTE for place in (1, 3, 5)])
        mask.save(masks / name)

    def finish(self) -> None:
        """Write the names of the classes in the order of their values."""
        names = "".join(f"{name}\n" for name in (BACKGROUND, *self.classes))
        (self.folder / "classes.txt").write_text(names, encoding="utf-8")
