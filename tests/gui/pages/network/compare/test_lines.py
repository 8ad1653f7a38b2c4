"""The comparison as lines, sums and text."""

import json
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from gui.builder.analyses import catalogue_analysis
from gui.builder.drawn_network import catalogue_network
from gui.pages.network.compare.lines import as_table, lines_of, local_name, ratio_words, totals_of
from gui.pages.network.compare.networks import ComparedNetwork, network_choices, read_graph
from models.catalogue import ARCHITECTURES, architecture

LENET = ComparedNetwork("LeNet-5", catalogue_analysis("lenet5"))
RESNET = ComparedNetwork("ResNet-18", catalogue_analysis("resnet18"))


def test_each_stage_begins_with_its_sums() -> None:
    headings = [line for line in lines_of(RESNET, RESNET) if line.heading]

    assert [line.heading for line in headings] == [
        "Full size",
        "1/2 size",
        "1/4 size",
        "1/8 size",
        "1/16 size",
        "1/32 size",
        "Vectors",
    ]
    assert sum(line.left.sums.parameters for line in headings if line.left.sums) == RESNET.analysis.parameters


def test_totals_hold_both_networks() -> None:
    totals = {total.name: total.values for total in totals_of(LENET.analysis, RESNET.analysis)}

    assert totals["Parameters"] == (61_706, RESNET.analysis.parameters)
    assert totals["Depth"] == (5, 18)
    assert totals["Receptive field"] == (32, 435)


def test_the_copied_table_has_one_line_for_each_pair() -> None:
    lines = as_table(LENET, RESNET, delimiter="\t").splitlines()

    pairs = [line for line in lines_of(LENET, RESNET) if not line.heading]
    assert len(lines) == len(pairs) + 1
    assert lines[0].split("\t")[1] == "LeNet-5: layer"
    assert lines[1].split("\t")[:4] == ["Full size", "input", "Input", "32x32x1"]


@pytest.mark.parametrize(
    ("values", "words"), [((1, 1), "equal"), ((1, 2), "2.00 ×"), ((300, 10), "30 ×"), ((0, 5), "–")]
)
def test_a_ratio_is_told_from_the_smaller_to_the_larger(values: tuple[int, int], words: str) -> None:
    assert ratio_words(values) == words


def test_a_layer_is_named_without_its_block() -> None:
    row = RESNET.analysis.row("stage1_block1_convolution1")

    assert local_name(row) == "convolution1"


def test_the_drawn_network_comes_first_and_the_catalogue_is_complete() -> None:
    choices = network_choices(catalogue_network("lenet5"), (), ())

    assert choices[0].title == "Drawn: LeNet-5"
    assert [choice.key for choice in choices[1:]] == list(ARCHITECTURES)
    assert choices[0].load().analysis.parameters == 61_706


def test_a_file_without_a_network_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("[1, 2]")

    with pytest.raises(UserError, match="Cannot open the network"):
        read_graph(path)


def test_a_saved_graph_can_be_compared(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(architecture("linear").graph().to_json()))

    assert read_graph(path).load().analysis.parameters == 7_850
