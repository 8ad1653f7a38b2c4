"""Two networks beside each other: stages by stride, blocks by order, layers by type."""

from hypothesis import given
from hypothesis import strategies as st

from models.arithmetic import Analysis, analyse
from models.catalogue import architecture
from models.comparison import StagePair, compare_networks

NETWORKS = ("linear", "mlp", "lenet5", "small-resnet-fast", "small-resnet-accurate", "resnet18")


def _analysis(name: str) -> Analysis:
    return analyse(architecture(name).graph().for_prediction())


def _left_names(stages: tuple[StagePair, ...]) -> list[str]:
    return [pair.left.name for stage in stages for pair in stage.layers if pair.left is not None]


def _right_names(stages: tuple[StagePair, ...]) -> list[str]:
    return [pair.right.name for stage in stages for pair in stage.layers if pair.right is not None]


def test_a_network_matches_itself_layer_by_layer() -> None:
    analysis = _analysis("resnet18")

    stages = compare_networks(analysis, analysis)

    assert all(pair.left == pair.right for stage in stages for pair in stage.layers)
    assert [stage.stride for stage in stages] == [1, 2, 4, 8, 16, 32, None]


def test_stages_of_equally_coarse_maps_stand_beside_each_other() -> None:
    stages = compare_networks(_analysis("resnet18"), _analysis("resnet50"))

    assert [stage.stride for stage in stages] == [1, 2, 4, 8, 16, 32, None]
    assert all(stage.left.layers and stage.right.layers for stage in stages)


def test_a_stem_is_divided_and_a_block_with_several_ways_is_not() -> None:
    stages = {stage.stride: stage for stage in compare_networks(_analysis("googlenet"), _analysis("inception-v3"))}

    assert list(stages) == [1, 2, 4, 8, 16, 32, None]
    assert all(stage.left.layers and stage.right.layers for stage in stages.values())


def test_a_deeper_block_leaves_gaps_beside_the_shallower_one() -> None:
    stage = compare_networks(_analysis("resnet18"), _analysis("resnet50"))[3]

    pairs = [(pair.left is None, pair.right is None) for pair in stage.layers]
    assert (True, False) in pairs
    assert stage.left.layers < stage.right.layers


def test_the_sums_of_the_stages_are_those_of_the_network() -> None:
    resnet = _analysis("resnet18")

    stages = compare_networks(resnet, _analysis("lenet5"))

    assert sum(stage.left.parameters for stage in stages) == resnet.parameters
    assert sum(stage.left.multiply_adds for stage in stages) == resnet.multiply_adds
    assert sum(stage.right.parameters for stage in stages) == 61_706


def test_only_layers_of_one_type_are_paired() -> None:
    stages = compare_networks(_analysis("lenet5"), _analysis("resnet18"))

    pairs = [pair for stage in stages for pair in stage.layers if pair.left is not None and pair.right is not None]
    assert pairs
    assert all(pair.left.type == pair.right.type for pair in pairs if pair.left and pair.right)


@given(left=st.sampled_from(NETWORKS), right=st.sampled_from(NETWORKS))
def test_every_layer_appears_once_and_in_its_order(left: str, right: str) -> None:
    first, second = _analysis(left), _analysis(right)

    stages = compare_networks(first, second)

    assert _left_names(stages) == [row.name for row in first.rows]
    assert _right_names(stages) == [row.name for row in second.rows]
