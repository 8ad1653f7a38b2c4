from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from engine.dataset.pictures.exif import read_exif
from tests.shared_data import dataset

BASE, GPS, IFD = ExifTags.Base, ExifTags.GPS, ExifTags.IFD


def saved(
    path: Path, main: dict[int, Any], camera: dict[int, Any] | None = None, place: dict[int, Any] | None = None
) -> Path:
    exif = Image.Exif()
    exif.update(main)
    exif.get_ifd(IFD.Exif).update(camera or {})
    exif.get_ifd(IFD.GPSInfo).update(place or {})
    Image.new("RGB", (6, 4)).save(path, exif=exif)
    return path


def test_what_the_camera_wrote_reads_like_its_display(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.jpg",
        {BASE.Make: "Nikon", BASE.Model: "D 750\0", BASE.Software: "Darktable 4", BASE.Orientation: 6},
        {
            BASE.DateTimeOriginal: "2024:05:01 12:30:00",
            BASE.ExposureTime: 0.004,
            BASE.FNumber: 2.8,
            BASE.ISOSpeedRatings: 400,
            BASE.FocalLength: 50.0,
            BASE.LensModel: "50 mm f/1.8",
        },
        {
            GPS.GPSLatitude: (47.0, 22.0, 36.84),
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLongitude: (8.0, 32.0, 30.12),
            GPS.GPSLongitudeRef: "W",
        },
    )

    assert read_exif(path) == {
        "Maker": "Nikon",
        "Camera": "D 750",
        "Lens": "50 mm f/1.8",
        "Taken": "2024-05-01 12:30:00",
        "Exposure": "1/250 s",
        "Aperture": "f/2.8",
        "ISO": "400",
        "Focal length": "50 mm",
        "Place": "47.37690° N, 8.54170° W",
        "Orientation": "turned a quarter to the left",
        "Software": "Darktable 4",
    }


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
def test_every_container_is_read(tmp_path: Path, ending: str) -> None:
    path = saved(tmp_path / f"a.{ending}", {BASE.Model: "D750", BASE.Orientation: 3})

    assert read_exif(path) == {"Camera": "D750", "Orientation": "upside down"}


@pytest.mark.parametrize(("seconds", "text"), [(0.004, "1/250 s"), (0.3, "1/3 s"), (0.5, "0.5 s"), (30.0, "30 s")])
def test_exposures_are_fractions_where_cameras_show_them(tmp_path: Path, seconds: float, text: str) -> None:
    path = saved(tmp_path / "a.jpg", {}, {BASE.ExposureTime: seconds})

    assert read_exif(path) == {"Exposure": text}


@pytest.mark.parametrize(
    ("camera", "place"),
    [
        ({BASE.ExposureTime: 0.0, BASE.FNumber: 0.0}, {}),
        ({BASE.DateTimeOriginal: "0000:00:00 00:00:00"}, {}),
        ({}, {GPS.GPSLatitude: (200.0, 0.0, 0.0), GPS.GPSLongitude: (1.0, 0.0, 0.0)}),
        ({}, {GPS.GPSLatitude: (20.0, 0.0, 0.0)}),
    ],
)
def test_absurd_values_are_left_out(tmp_path: Path, camera: dict[int, Any], place: dict[int, Any]) -> None:
    assert read_exif(saved(tmp_path / "a.jpg", {BASE.Model: "D750"}, camera, place)) == {"Camera": "D750"}


def test_text_of_strangers_stays_on_one_short_line(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", {BASE.Model: "two\nlines\x1b[31m " + 1000 * "long "})

    text = read_exif(path)["Camera"]

    assert text.startswith("two lines [31m long")
    assert text.isprintable()
    assert len(text) <= 120


def test_files_without_anything_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    Image.new("RGB", (6, 4)).save(tmp_path / "plain.png")

    assert read_exif(tmp_path / "plain.png") == {}
    assert read_exif(tmp_path / "text.jpg") == {}
    assert read_exif(tmp_path / "missing.jpg") == {}


def test_broken_exif_is_no_error(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", {BASE.Model: "D750"}, {BASE.FNumber: 2.8})
    content = path.read_bytes()
    start = content.index(b"Exif")

    for place in range(start, start + 80):
        (tmp_path / "b.jpg").write_bytes(content[:place] + b"\xff" + content[place + 1 :])
        read_exif(tmp_path / "b.jpg")


def test_every_odd_image_is_read_without_an_error() -> None:
    texts = [read_exif(path) for path in dataset("odd-images").rglob("*") if path.is_file()]

    assert any("Orientation" in text for text in texts)
    assert all(value.isprintable() for text in texts for value in text.values())
