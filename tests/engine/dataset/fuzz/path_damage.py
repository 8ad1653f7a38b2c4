"""Makes label files name pictures that are not theirs to name."""

from collections.abc import Iterator
from typing import Final

from tests.engine.dataset.fuzz.json_damage import set_value
from tests.engine.dataset.fuzz.text_changes import swapped
from tests.engine.dataset.fuzz.variant import FIRST_PICTURE, Damage, Variant

_NAMES: Final = {
    "is absolute": "/etc/passwd",
    "is absolute as in Windows": "C:\\\\Windows\\\\win.png",
    "leaves the folder": "../../../../etc/passwd",
    "leaves the folder for a picture": "../outside/secret.png",
    "leaves the folder as in Windows": "..\\\\..\\\\outside\\\\secret.png",
    "is an address": "http://169.254.169.254/latest/p.png",
    "is an address of a file": "file:///etc/passwd",
    "is not there": "nothing.png",
    "is a dot": ".",
    "is two dots": "..",
    "has 5,000 letters": "a" * 5000 + ".png",
    "is a device": "/dev/zero",
    "is another computer's": "//server/share/p.png",
}


def _damage(format_name: str, name: str) -> Damage:
    plain = name.replace("\\\\", "\\")
    match format_name:
        case "coco":
            return set_value("labels.json", ("images", 0, "file_name"), plain)
        case "labelme":
            return set_value("p0.json", ("imagePath",), plain)
        case "cvat":
            return swapped("annotations.xml", 'name="p0.png"', f'name="{plain}"')
        case "voc":
            return swapped("Annotations/p0.xml", "<filename>p0.png", f"<filename>{plain}")
        case "csv":
            return swapped("labels.csv", "pictures/p0.png", plain)
        case "csv boxes":
            return swapped("boxes.csv", "pictures/p0.png", plain)
    raise ValueError(format_name)


def variants() -> Iterator[Variant]:
    """Every name in every format that names its pictures."""
    for format_name in ("coco", "labelme", "cvat", "voc", "csv", "csv boxes"):
        for words, name in _NAMES.items():
            # VOC and LabelMe have a picture of the label file's name.
            most = 2 if format_name in ("coco", "cvat", "csv", "csv boxes") else 1
            damage = _damage(format_name, name)
            yield Variant(format_name, f"a picture's name {words}", damage, FIRST_PICTURE, most_problems=most)
