import pytest

from models.arithmetic import analyse
from models.catalogue import ARCHITECTURES, Architecture, PublishedFact, architecture
from models.graph import GraphError
from tests.models.small_networks import CLASSIFIERS, DETECTORS, INSTANCE_NETWORKS, LOCALISERS, SEGMENTERS, small_graph

FACTS = [(item, fact) for item in ARCHITECTURES.values() for fact in item.facts]
AVERAGED = ("nin", "small-nin")
WITH_DROPOUT = [name for name in CLASSIFIERS if "dropout" in ARCHITECTURES[name].options and name not in AVERAGED]
LENET_1998 = {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"}


@pytest.mark.parametrize(("item", "fact"), FACTS, ids=[f"{item.name}: {fact.source}" for item, fact in FACTS])
def test_numbers_are_the_published_ones(item: Architecture, fact: PublishedFact) -> None:
    analysis = analyse(item.graph(fact.input_shape, fact.classes, **fact.options))
    last = [row for row in analysis.rows if row.effective == "exact"][-1]

    assert fact.parameters in (None, analysis.parameters)
    assert fact.trainable_parameters in (None, analysis.trainable_parameters)
    assert fact.multiply_adds in (None, analysis.multiply_adds)
    assert fact.receptive_field_px is None or last.receptive_field == (fact.receptive_field_px,) * 2


def test_the_layers_of_lenet5_have_the_parameters_of_its_paper() -> None:
    analysis = analyse(architecture("lenet5").graph((32, 32, 1), 10, **LENET_1998))

    counts = {name: analysis.row(name).parameters for name in ("c1", "s2", "c3", "s4", "c5", "f6")}
    assert counts == {"c1": 156, "s2": 12, "c3": 1_516, "s4": 32, "c5": 48_120, "f6": 10_164}
    assert sum(counts.values()) == 60_000


def test_the_layers_of_lenet5_see_what_its_paper_says() -> None:
    analysis = analyse(architecture("lenet5").graph((32, 32, 1), 10))

    fields = [analysis.row(name).receptive_field[0] for name in ("c1", "s2", "c3", "s4", "c5")]
    assert fields == [5, 6, 14, 16, 32]


def test_lenet5_pads_thumbnails_to_its_own_size() -> None:
    analysis = analyse(architecture("lenet5").graph((28, 28, 1), 10))

    assert analysis.row("padding").output_shape == (32, 32, 1)
    assert analysis.parameters == 61_706


@pytest.mark.parametrize("name", sorted(set(CLASSIFIERS) - set(AVERAGED)))
def test_classifiers_end_in_logits_and_scores(name: str) -> None:
    graph = small_graph(name, classes=7)

    assert graph.outputs == ("scores",)
    assert graph.node("scores").options == {"function": "softmax"}
    assert graph.node("scores").inputs == ("logits",)
    assert (graph.node("logits").type, graph.node("logits").options["activation"]) == ("dense", "linear")


@pytest.mark.parametrize("name", SEGMENTERS)
def test_segmenters_end_in_logits_and_scores_of_every_pixel(name: str) -> None:
    graph = small_graph(name, shape=(64, 48, 3), classes=7)

    assert graph.outputs == ("scores",)
    assert graph.node("scores").options == {"function": "softmax"}
    assert graph.node("scores").inputs == ("logits",)
    assert graph.shapes()["logits"] == (64, 48, 7)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_network_is_for_whole_pictures_or_for_pixels_or_for_boxes_or_for_instances(name: str) -> None:
    kinds = (CLASSIFIERS, SEGMENTERS, LOCALISERS, DETECTORS, INSTANCE_NETWORKS)

    assert sum(name in kind for kind in kinds) == 1


@pytest.mark.parametrize("name", AVERAGED)
def test_network_in_network_has_the_means_of_its_class_maps_as_logits(name: str) -> None:
    graph = small_graph(name, classes=7)
    shapes = graph.shapes()

    assert (graph.node("logits").type, graph.node("logits").inputs) == ("global_average_pooling", ("class_maps",))
    assert (shapes["class_maps"], shapes["logits"], shapes["scores"]) == ((8, 8, 7), (7,), (7,))


@pytest.mark.parametrize("name", ["small-resnet-fast", "small-resnet-accurate"])
@pytest.mark.parametrize("side", [28, 32, 48, 64, 96, 100, 128, 160, 192, 224, 256])
def test_the_last_map_of_a_small_network_stays_useful_for_activation_maps(name: str, side: int) -> None:
    analysis = analyse(ARCHITECTURES[name].graph((side, side, 3), 10))
    last = [row for row in analysis.rows if len(row.output_shape) == 3][-1]

    assert 6 <= last.output_shape[0] <= 16
    assert last.receptive_field[0] * 2 >= side


@pytest.mark.parametrize("name", ["small-resnet-fast", "small-resnet-accurate"])
def test_a_small_network_takes_tiny_and_narrow_pictures(name: str) -> None:
    assert ARCHITECTURES[name].graph((8, 8, 1), 2).problems() == []
    assert ARCHITECTURES[name].graph((9, 300, 3), 2).problems() == []


@pytest.mark.parametrize("name", WITH_DROPOUT)
def test_dropout_stands_before_the_logits_when_wanted(name: str) -> None:
    graph = small_graph(name, dropout=0.3)

    assert graph.node(graph.node("logits").inputs[0]).options == {"rate": 0.3}


@pytest.mark.parametrize("name", AVERAGED)
def test_dropout_of_network_in_network_stands_behind_its_poolings(name: str) -> None:
    graph = small_graph(name, dropout=0.3)

    assert [node.inputs for node in graph.nodes if node.type == "dropout"] == [("stage1_pooling",), ("stage2_pooling",)]


@pytest.mark.parametrize("name", [*WITH_DROPOUT, *AVERAGED])
def test_without_dropout_nothing_is_hidden(name: str) -> None:
    assert all(node.type != "dropout" for node in small_graph(name, dropout=0.0).nodes)


@pytest.mark.parametrize(
    "name", [name for name, item in ARCHITECTURES.items() if "batch_normalisation" in item.options]
)
def test_batch_normalisation_can_be_switched(name: str) -> None:
    normalised = {node.type for node in small_graph(name, batch_normalisation=True).nodes}
    plain = {node.type for node in small_graph(name, batch_normalisation=False).nodes}

    assert normalised - plain == {"batch_normalisation"}


@pytest.mark.parametrize("name", ["small-resnet-fast", "small-resnet-accurate", "resnet18", "resnet50"])
def test_nodes_of_a_residual_block_carry_its_path(name: str) -> None:
    blocks = {node.block for node in ARCHITECTURES[name].graph().nodes}

    assert {"stem", "stage1/block1", "stage2/block1", "head"} <= blocks


def test_one_network_is_the_default_for_classification() -> None:
    assert [name for name, item in ARCHITECTURES.items() if "classification" in item.default_for] == [
        "small-resnet-accurate"
    ]


def test_one_network_is_the_default_for_semantic_segmentation() -> None:
    assert [name for name, item in ARCHITECTURES.items() if "semantic" in item.default_for] == ["unet"]


def test_an_unknown_network_is_answered_with_close_names() -> None:
    with pytest.raises(GraphError, match=r"Unknown network. Received: lenet. Choose lenet5"):
        architecture("lenet")


def test_an_option_of_another_network_is_refused() -> None:
    with pytest.raises(GraphError, match=r"LeNet-5 cannot be made. Unknown option. Received: width"):
        architecture("lenet5").graph((32, 32, 1), 10, width=3)


def test_a_value_outside_the_limits_is_refused() -> None:
    with pytest.raises(GraphError, match=r"Dropout has no such value. Received: 2"):
        architecture("resnet18").graph(dropout=2)
