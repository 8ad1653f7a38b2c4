"""The film of a network comes in two steps: its strongest maps at once, their contributions after them."""

import numpy as np
import pytest

from engine.contract.layer_film import ChannelOrder, LayerStrip, SeenThrough, SeeThrough, StripChannel
from engine.contract.run_folder import RunFolder
from gui.gallery.feature_tiles import FeatureTile
from gui.pages.inspect.page import InspectPage
from tests.gui.answering import Answers

MAPS = np.arange(48, dtype=np.float32).reshape(3, 4, 4)


def through(run: RunFolder, image: str, order: ChannelOrder, channels: tuple[int, ...]) -> SeenThrough:
    """One layer with these channels."""
    contribution = 0.5 if order == "contribution" else None
    told = tuple(StripChannel(index=index, contribution=contribution, like=index) for index in channels)
    strip = LayerStrip(
        layer="first",
        kind="Conv2D",
        size=(4, 4),
        channels=told,
        total_channels=9,
        dead_channels=0,
        range=(0.0, 47.0),
    )
    return SeenThrough(run=str(run.path), image=image, target="circle", order=order, layers=(strip,))


def tiles(page: InspectPage) -> list[FeatureTile]:
    return list(page.layers.strips[0].tiles.tiles)


@pytest.fixture
def film(looking: InspectPage, answers: Answers) -> InspectPage:
    """The Layers tab, just opened."""
    looking.show_tab("layers")
    return looking


def test_maps_are_shown_before_their_contributions_are_asked_for(
    film: InspectPage, answers: Answers, run: RunFolder
) -> None:
    answers.answer(SeeThrough, through(run, "circle/1.png", "strength", (4, 2, 7)), MAPS)

    assert [asked.order for asked in answers.asked(SeeThrough)] == ["strength", "contribution"]
    assert [(tile.name, tile.value) for tile in tiles(film)] == [("4", ""), ("2", ""), ("7", "")]


def test_contributions_order_the_maps_that_are_shown(film: InspectPage, answers: Answers, run: RunFolder) -> None:
    answers.answer(SeeThrough, through(run, "circle/1.png", "strength", (4, 2, 7)), MAPS)
    strip = film.layers.strips[0]
    strip.tiles.set_current(1)

    answers.answer(SeeThrough, through(run, "circle/1.png", "contribution", (7, 4, 2)), MAPS)

    assert [(tile.name, tile.value) for tile in tiles(film)] == [("7", "+0.50"), ("4", "+0.50"), ("2", "+0.50")]
    assert film.layers.strips[0] is strip
    assert strip.tiles.current == 2
    assert len(answers.asked(SeeThrough)) == 2


def test_another_picture_leaves_the_ranking_of_the_last_one_behind(
    film: InspectPage, answers: Answers, run: RunFolder
) -> None:
    answers.answer(SeeThrough, through(run, "circle/1.png", "strength", (4, 2, 7)), MAPS)
    outdated = answers.asked(SeeThrough)[-1]

    film.picture.strip.select("circle/0.png")
    answers.answer_to(outdated, through(run, "circle/1.png", "contribution", (7, 4, 2)), MAPS)

    assert [tile.name for tile in tiles(film)] == ["4", "2", "7"]
    newest = answers.asked(SeeThrough)[-1]
    assert newest.order == "strength"
    assert newest.image.endswith("circle/0.png")


def test_a_picture_that_is_chosen_in_another_tab_leaves_the_ranking_behind(
    film: InspectPage, answers: Answers, run: RunFolder
) -> None:
    answers.answer(SeeThrough, through(run, "circle/1.png", "strength", (4, 2, 7)), MAPS)
    outdated = answers.asked(SeeThrough)[-1]
    film.show_tab("picture")

    film.picture.strip.select("circle/0.png")
    answers.answer_to(outdated, through(run, "circle/1.png", "contribution", (7, 4, 2)), MAPS)
    film.show_tab("layers")

    assert [tile.name for tile in tiles(film)] == ["4", "2", "7"]
    assert answers.asked(SeeThrough)[-1].image.endswith("circle/0.png")


def test_a_map_that_is_large_is_asked_for_whatever_its_rank(
    film: InspectPage, answers: Answers, run: RunFolder
) -> None:
    answers.answer(SeeThrough, through(run, "circle/1.png", "strength", (4, 2, 7)), MAPS)
    without = answers.asked(SeeThrough)[-1]

    film.layers.strips[0].tiles.tile_chosen.emit(1)
    answers.answer_to(without, through(run, "circle/1.png", "contribution", (7, 4)), MAPS[:2])
    stays = film.layers.shows_large
    answers.answer(SeeThrough, through(run, "circle/1.png", "contribution", (7, 4, 2)), MAPS)

    assert [asked.also for asked in answers.asked(SeeThrough)] == [None, None, ("first", 2)]
    assert stays
    assert film.layers.shows_large
    assert film.layers.chosen == ("first", 2)
