"""Pictures in memory as a source of a view."""

import pytest

from gui.gallery.items import ListedPictures, PictureItem

PICTURES = ListedPictures((PictureItem("a.png"), PictureItem("b.png")))


def test_places_outside_are_refused() -> None:
    with pytest.raises(IndexError):
        PICTURES.item(2)
    with pytest.raises(IndexError):
        PICTURES.item(-1)


def test_a_picture_is_found_by_its_path() -> None:
    assert PICTURES.find(PictureItem("b.png", label="shirt")) == 1
    assert PICTURES.find(PictureItem("c.png")) is None


def test_labels_and_objects_are_said_in_words() -> None:
    assert PictureItem("a.png", "shirt").words == "shirt"
    assert PictureItem("a.png", annotations=1).words == "1 object"
    assert PictureItem("a.png", annotations=21).words == "21 objects"
    assert PictureItem("a.png").words == "no label"
