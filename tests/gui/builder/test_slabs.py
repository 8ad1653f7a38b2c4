"""The picture of a network keeps its order and its proportions."""

import pytest

from gui.builder.option_fields import option_fields
from gui.builder.slabs import MOST_SLABS, slabs
from gui.form_fields import FieldKind
from models.arithmetic import analyse
from models.catalogue import ARCHITECTURES, architecture


@pytest.mark.parametrize("name", list(ARCHITECTURES))
def test_every_network_has_a_picture_of_few_slabs(name: str) -> None:
    made = slabs(analyse(architecture(name).graph()))

    assert 2 <= len(made) <= MOST_SLABS
    assert all(0 < slab.height <= 1.2 and 0 <= slab.thickness <= 1.2 for slab in made)


def test_maps_shrink_from_input_to_output() -> None:
    heights = [slab.height for slab in slabs(analyse(architecture("lenet5").graph())) if not slab.is_vector]

    assert heights == sorted(heights, reverse=True)


def test_a_linear_classifier_is_a_picture_and_its_scores() -> None:
    made = slabs(analyse(architecture("linear").graph()))

    assert [slab.family for slab in made] == ["input", "dense"]


def test_options_become_fields_with_their_limits() -> None:
    fields = {field.path: field for field in option_fields(architecture("lenet5").options)}

    assert fields["connections"].kind is FieldKind.CHOICE
    assert fields["connections"].choices == (("all", "all"), ("table", "table"))
    assert (fields["dropout"].lowest, fields["dropout"].highest) == (0, 0.95)


def test_blocks_show_how_their_ways_come_together() -> None:
    residual = slabs(analyse(architecture("resnet18").graph()))
    inception = slabs(analyse(architecture("googlenet").graph().for_prediction()))

    assert [slab.repeats for slab in residual if slab.merge == "add"] == [2, 2, 2, 2]
    assert {slab.merge for slab in inception} == {"", "concatenate"}
