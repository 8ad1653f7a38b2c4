"""What was drawn, in the XML files of Pascal VOC."""

from pathlib import Path

import pytest
from PIL import Image

from engine.contract.annotations import Polygon
from engine.contract.drawn import DrawnAnnotation
from engine.contract.errors import UserError
from engine.dataset.labels.drawn_files.saving import save_drawn
from tests.engine.dataset.labels.drawn_dataset import box, draw, drawn_on, open_index
from tests.engine.dataset.labels.drawn_files.saved import as_set, bring_back, require_saved, save
from tests.engine.dataset.small_datasets import save_picture

A, B = "JPEGImages/a.png", "JPEGImages/b.png"
XML = """<?xml version="1.0" encoding="utf-8"?>
<!-- drawn by hand > on a Sunday -->
<annotation verified="yes > no">
  <filename>{name}.png</filename>
  <size><width>40</width><height>30</height><depth>3</depth></size>
  <object>
    <name>cat</name><pose>Left</pose>
    <bndbox><xmin>{first}</xmin><ymin>4</ymin><xmax>12</xmax><ymax>15</ymax></bndbox>
    <part><name>head</name><bndbox><xmin>4</xmin><ymin>5</ymin><xmax>6</xmax><ymax>7</ymax></bndbox></part>
  </object>
  <object>
    <name>dog &amp; owl</name>
    <bndbox>
      <xmax>28</xmax> <ymax>13</ymax> <xmin>21</xmin> <ymin>6</ymin>
    </bndbox>
    <polygon><x1>21</x1><y1>6</y1><x2>28</x2><y2>6</y2><x3>28</x3><y3>13</y3></polygon>
  </object>
</annotation>
"""


def write(folder: Path, name: str, first: int = 3) -> None:
    save_picture(folder / "JPEGImages" / f"{name}.png", size=(40, 30))
    file = folder / "Annotations" / f"{name}.xml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(XML.format(name=name, first=first))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "a")
    write(tmp_path, "c")
    save_picture(tmp_path / B, size=(40, 30))
    return tmp_path


def text(folder: Path, name: str = "a") -> str:
    return (folder / "Annotations" / f"{name}.xml").read_text()


def test_every_edit_is_read_again_as_it_was_drawn(folder: Path) -> None:
    triangle = Polygon((((10.0, 10.0), (25.5, 10.0), (20.0, 22.0)),))
    draw(folder, A, {"0": box("a < b", 4, 5, 14.5, 17), "1": DrawnAnnotation.of("dog & owl", triangle)})
    draw(folder, A, {"new": box("cat", 1, 2, 6, 8)})
    draw(folder, B, {"new": DrawnAnnotation.of("cat", triangle)})
    draw(folder, "JPEGImages/c.png", {"0": None})

    require_saved(folder, [A, B, "JPEGImages/c.png"])


def test_only_the_letters_of_what_changed_are_others(folder: Path) -> None:
    before = text(folder)
    draw(folder, A, {"0": box("cow", 3, 3, 12, 15)})

    save(folder)

    assert text(folder) == before.replace("<name>cat<", "<name>cow<").replace("<xmin>3<", "<xmin>4<")


def test_a_removed_object_goes_with_its_line_and_its_parts(folder: Path) -> None:
    before = text(folder)
    draw(folder, A, {"0": None})

    save(folder)

    start, end = before.index("\n  <object>"), before.index("</object>") + len("</object>")
    assert text(folder) == before[:start] + before[end:]


def test_undo_brings_the_first_state_back(folder: Path) -> None:
    before = text(folder)
    draw(folder, A, {"0": None})

    step = save(folder)
    bring_back(folder, step)

    assert text(folder) == before == (folder / "Annotations" / "a.xml.bak").read_text()


def test_where_pixels_are_counted_from_zero_edges_are_written(folder: Path) -> None:
    write(folder, "c", first=0)
    draw(folder, A, {"0": box("cat", 7, 8, 13, 16)})

    require_saved(folder, [A])

    assert "<xmin>7</xmin><ymin>8</ymin><xmax>13</xmax><ymax>16</ymax>" in text(folder)


def test_the_coordinate_that_tells_how_pixels_are_counted_is_not_taken_away(folder: Path) -> None:
    write(folder, "c", first=0)
    before = text(folder, "c")
    draw(folder, "JPEGImages/c.png", {"0": box("cat", 7, 8, 13, 16)})

    with pytest.raises(UserError, match="counted from 0 or from 1"):
        save_drawn(open_index(folder), "saving")

    assert text(folder, "c") == before


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_labels_of_the_stored_picture_are_turned_back_with_it(folder: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (40, 30), (1, 2, 3)).save(folder / A, exif=exif)
    draw(folder, A, {"0": box("cat", 5, 6, 11, 20), "1": None, "new": box("cat", 1, 30, 9, 38)})

    require_saved(folder, [A])

    assert as_set(drawn_on(folder, A)) == [("cat", (1, 30, 9, 38)), ("cat", (5, 6, 11, 20))]
