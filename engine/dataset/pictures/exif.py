"""What the camera wrote into a picture, as text for people."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from PIL import ExifTags, Image

from engine.dataset.pictures.decode import FAILURES, DecodeError, opened_picture

_LONGEST: Final = 120
_ORIENTATIONS: Final = {
    1: "upright",
    2: "mirrored left to right",
    3: "upside down",
    4: "mirrored top to bottom",
    5: "mirrored and turned a quarter to the left",
    6: "turned a quarter to the left",
    7: "mirrored and turned a quarter to the right",
    8: "turned a quarter to the right",
}
Tags = Mapping[int, Any]


def read_exif(path: Path) -> dict[str, str]:
    """What the camera wrote, by name in the order in which people read it; empty where there is nothing.

    Nothing is raised: what is broken or absurd is left out.
    """
    try:
        with opened_picture(path) as image:
            return _described(image)
    except (DecodeError, *FAILURES):
        return {}


def _described(image: Image.Image) -> dict[str, str]:
    exif = image.getexif()
    main: Tags = dict(exif)
    camera, place = _inner(exif, ExifTags.IFD.Exif), _inner(exif, ExifTags.IFD.GPSInfo)
    base = ExifTags.Base
    texts: dict[str, Callable[[], str]] = {
        "Maker": lambda: _text(main.get(base.Make)),
        "Camera": lambda: _text(main.get(base.Model)),
        "Lens": lambda: _text(camera.get(base.LensModel)),
        "Taken": lambda: _date(camera.get(base.DateTimeOriginal) or main.get(base.DateTime)),
        "Exposure": lambda: _exposure(camera.get(base.ExposureTime)),
        "Aperture": lambda: _number(camera.get(base.FNumber), "f/{}"),
        "ISO": lambda: _number(camera.get(base.ISOSpeedRatings), "{}"),
        "Focal length": lambda: _number(camera.get(base.FocalLength), "{} mm"),
        "Place": lambda: _position(place),
        "Orientation": lambda: _orientation(main.get(base.Orientation)),
        "Software": lambda: _text(main.get(base.Software)),
    }
    return {name: text for name, write in texts.items() if (text := _written(write))}


def _inner(exif: Image.Exif, part: ExifTags.IFD) -> Tags:
    try:
        return dict(exif.get_ifd(part))
    except FAILURES:
        return {}


def _written(write: Callable[[], str]) -> str:
    """A text, or nothing where its value is broken."""
    try:
        return write()
    except FAILURES:
        return ""


def _text(value: object) -> str:
    """One line without what cannot be printed."""
    if isinstance(value, bytes):
        value = value.decode(errors="ignore")
    if not isinstance(value, str):
        return ""
    printable = "".join(letter if letter.isprintable() else " " for letter in value.split("\0")[0][: 4 * _LONGEST])
    return " ".join(printable.split())[:_LONGEST]


def _date(value: object) -> str:
    """A date with dashes: "2024:05:01 12:30:00" as "2024-05-01 12:30:00"."""
    text = _text(value)
    return text.replace(":", "-", 2) if text[:4].isdigit() and text[:4] != "0000" else ""


def _positive(value: Any) -> float:
    """A number above zero; 0 for anything else. Lists hold one where cameras write several ISO values."""
    if isinstance(value, tuple | list):
        value = value[0]
    number = float(value)
    return number if math.isfinite(number) and number > 0 else 0.0


def _exposure(value: Any) -> str:
    seconds = _positive(value)
    if not seconds:
        return ""
    # Up to a third of a second, cameras show fractions.
    return f"1/{round(1 / seconds):,} s" if seconds <= 0.3 else f"{seconds:.3g} s"


def _number(value: Any, pattern: str) -> str:
    number = _positive(value)
    if not number or number >= 1e7:
        return ""
    return pattern.format(f"{number:.0f}" if number >= 100 else f"{number:.3g}")


def _orientation(value: Any) -> str:
    """How the picture is stored, in words; Fovea shows it upright."""
    return "" if value is None else _ORIENTATIONS.get(int(value), "")


def _position(place: Tags) -> str:
    """Latitude and longitude in degrees: "47.37690° N, 8.54170° E"."""
    gps = ExifTags.GPS
    latitude = _degrees(place[gps.GPSLatitude], most=90)
    longitude = _degrees(place[gps.GPSLongitude], most=180)
    north = "S" if _text(place.get(gps.GPSLatitudeRef)).upper().startswith("S") else "N"
    east = "W" if _text(place.get(gps.GPSLongitudeRef)).upper().startswith("W") else "E"
    return f"{latitude:.5f}° {north}, {longitude:.5f}° {east}"


def _degrees(parts: Any, *, most: float) -> float:
    """Degrees, minutes and seconds as degrees.

    Raises:
        ValueError: they are no place on Earth.
    """
    numbers = [float(part) for part in parts]
    degrees = sum(number / 60**place for place, number in enumerate(numbers[:3]))
    if not 0 <= degrees <= most:
        raise ValueError(f"no place on Earth: {degrees}")
    return degrees
