"""Results of an evaluation are read, sorted and chosen."""

import csv
from pathlib import Path

from engine.contract.class_colours import ClassColours
from engine.contract.predictions import ImageResult
from gui.pages.inspect.results import item_of, mistakes, of_cell, read_evaluation, read_results
from tests.gui.class_colours import colour


def _result(name: str, truth: str, predicted: str, score: float, loss: float) -> ImageResult:
    return ImageResult(image=name, truth=truth, predicted=predicted, score=score, truth_score=1 - score, loss=loss)


RESULTS = (
    _result("a.png", "circle", "circle", 0.9, 0.1),
    _result("b.png", "circle", "square", 0.6, 0.9),
    _result("c.png", "circle", "square", 0.8, 1.6),
    _result("d.png", "square", "circle", 0.7, 1.2),
)


def _names(results: tuple[ImageResult, ...]) -> list[str]:
    return [result.image for result in results]


def test_mistakes_are_pictures_whose_prediction_is_not_their_label() -> None:
    assert _names(mistakes(RESULTS)) == ["b.png", "c.png", "d.png"]


def test_a_cell_holds_pictures_of_its_label_and_prediction() -> None:
    assert _names(of_cell(RESULTS, truth="circle", predicted="square")) == ["b.png", "c.png"]


def test_a_cell_of_the_diagonal_shows_what_is_right() -> None:
    assert _names(of_cell(RESULTS, truth="circle", predicted="circle")) == ["a.png"]


def test_a_wrong_picture_bears_its_badge_and_its_score() -> None:
    item = item_of(RESULTS[1], ClassColours.of(("circle", "square")), shows_score=True)

    assert (item.label, item.colour, item.is_wrong) == ("square  60.0 %", colour(1), True)


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    with (tmp_path / "images.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(ImageResult.model_fields))
        writer.writeheader()
        writer.writerows(result.model_dump() for result in RESULTS)

    assert read_results(tmp_path) == RESULTS


def test_what_is_known_of_a_picture_is_read(tmp_path: Path) -> None:
    known = RESULTS[0].model_copy(
        update={"margin": 0.8, "width": 40, "height": 30, "brightness": 0.25, "contrast": 0.1, "source": "night"}
    )
    with (tmp_path / "images.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(ImageResult.model_fields))
        writer.writeheader()
        writer.writerow(known.model_dump())

    assert read_results(tmp_path) == (known,)


def test_an_older_evaluation_is_read_without_what_it_does_not_tell(tmp_path: Path) -> None:
    (tmp_path / "images.csv").write_text(
        "image,truth,predicted,score,truth_score,loss\na.png,circle,circle,0.9,0.9,0.1\n"
    )

    (found,) = read_results(tmp_path)

    assert (found.image, found.loss) == ("a.png", 0.1)
    assert (found.margin, found.width, found.height, found.brightness, found.source) == (None,) * 5


def test_damaged_rows_are_passed_over(tmp_path: Path) -> None:
    header = ",".join(ImageResult.model_fields)
    (tmp_path / "images.csv").write_text(
        f"{header}\na.png,circle,circle,much,0.1,0.1\nb.png,circle,square,0.6,0.4,0.9\n"
    )

    assert [result.image for result in read_results(tmp_path)] == ["b.png"]


def test_without_an_evaluation_there_is_nothing(tmp_path: Path) -> None:
    assert read_results(tmp_path) == ()
    assert read_evaluation(tmp_path) is None
