from pathlib import Path

from engine.contract.boxes import FoundBox, PictureBoxes
from engine.contract.masks import ClassMask
from engine.contract.predicting import PicturesPredicted, PredictedPicture
from engine.contract.predictions import ClassScores, ScoredLabel
from gui.pages.inspect.predicting.pictures import PredictedPictures

OUT = Path("/results")
BOX = FoundBox(label="square", score=0.9, box_xyxy=(1, 2, 3, 4))


def said_boxes(*boxes: FoundBox) -> PictureBoxes:
    return PictureBoxes(image="/photos/a.png", width=40, height=30, boxes=boxes)


def pictures_of(*pictures: PredictedPicture, problems: dict[str, str] | None = None) -> PredictedPictures:
    pictures_so_far = PredictedPictures(OUT, ("circle", "square"))
    pictures_so_far.add(PicturesPredicted(pictures=pictures, problems=problems or {}))
    return pictures_so_far


def test_boxes_are_drawn_over_the_picture_they_were_found_in() -> None:
    pictures = pictures_of(PredictedPicture(said=said_boxes(BOX)))

    item = pictures.item(0)
    [shape] = pictures.shapes(item.id)
    assert (item.path, item.annotations, item.width, item.height) == ("/photos/a.png", 1, 40, 30)
    assert shape.box is not None
    assert (shape.label, shape.box.x_min, shape.box.y_max) == ("square", 1, 4)


def test_masks_are_seen_in_the_written_picture_and_the_original_is_opened() -> None:
    said = ClassMask.of_counts("/photos/a.png", (40, 30), {"circle": 300, "square": 900})

    pictures = pictures_of(PredictedPicture(said=said, drawn="/results/a.png"))

    item = pictures.item(0)
    assert item.path == "a.png"
    assert item.tip.splitlines() == ["square 75.0 %", "circle 25.0 %"]
    assert pictures.image(item) == "/photos/a.png"


def test_the_class_of_a_whole_picture_is_its_chip() -> None:
    scores = (ScoredLabel(label="circle", score=0.75), ScoredLabel(label="square", score=0.25))
    said = ClassScores(image="/photos/a.png", width=40, height=30, labels=scores)

    item = pictures_of(PredictedPicture(said=said)).item(0)

    assert item.label == "circle  75.0 %"
    assert item.colour is not None


def test_a_picture_that_cannot_be_read_says_why() -> None:
    pictures = pictures_of(PredictedPicture(said=said_boxes()), problems={"/photos/b.png": "it is empty"})

    assert pictures.count() == 2
    assert (pictures.item(1).fault, pictures.item(1).caption) == ("it is empty", "b.png")
    assert pictures.find(pictures.item(1)) == 1
