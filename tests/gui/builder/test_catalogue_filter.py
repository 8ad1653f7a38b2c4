"""Which cards the catalogue shows, and in which order."""

from gui.builder.catalogue_filter import CatalogueFilter, Order, Section, Weight, sections
from models.catalogue import ARCHITECTURES

PARAMETERS = {"linear": 7_850, "lenet5": 61_706, "resnet18": 11_699_112, "resnet50": 25_610_152}


def _found(**choice: object) -> tuple[Section, ...]:
    return sections(ARCHITECTURES.values(), CatalogueFilter(**choice), PARAMETERS)  # type: ignore[arg-type]


def _names(found: tuple[Section, ...]) -> list[str]:
    return [entry.name for section in found for entry in section.entries]


def test_without_a_wish_all_networks_stand_by_family() -> None:
    found = _found()

    assert sorted(_names(found)) == sorted(ARCHITECTURES)
    assert [section.heading for section in found][:1] == ["Classic"]
    assert "VGG" in [section.heading for section in found]


def test_all_words_of_a_search_must_be_found() -> None:
    assert _names(_found(text="lecun 1998")) == ["lenet5"]
    assert _found(text="lecun 2015 nothing") == ()


def test_a_task_that_no_network_fits_leaves_nothing() -> None:
    assert _found(task="gan") == ()
    assert _names(_found(task="classification")) != []


def test_pictures_that_are_too_small_rule_out_large_networks() -> None:
    names = _names(_found(side_px=28))

    assert "lenet5" in names
    assert "alexnet" not in names


def test_the_weight_keeps_networks_that_were_not_counted_yet() -> None:
    names = _names(_found(weight=Weight.LIGHT))

    assert "linear" in names
    assert "mlp" in names
    assert "resnet18" not in names


def test_years_rise_and_head_the_sections() -> None:
    found = _found(order=Order.YEAR)

    headings = [section.heading for section in found]
    assert headings[0] == "Before networks"
    assert headings[1:] == sorted(headings[1:])


def test_sorting_by_parameters_begins_with_the_smallest() -> None:
    names = _names(_found(order=Order.PARAMETERS))

    assert names[:4] == ["linear", "lenet5", "resnet18", "resnet50"]
    assert len(names) == len(ARCHITECTURES)
