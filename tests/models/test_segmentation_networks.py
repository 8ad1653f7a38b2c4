"""Networks that say the class of every pixel: the shapes and crops of their papers, and what they take."""

import re

import pytest

from models.architectures.enlarging import CLASS_METHODS, FEATURE_METHODS
from models.arithmetic import analyse
from models.catalogue import architecture
from models.catalogue.backbones import BACKBONES
from models.graph import Graph, GraphError
from models.kept_weights import weights_kept
from tests.models.small_networks import SEGMENTERS, small_graph

FCNS = ("fcn-32s", "fcn-16s", "fcn-8s")


def shapes_of(graph: Graph, *names: str) -> list[tuple[int, ...]]:
    shapes = graph.shapes()
    return [shapes[name] for name in names]


def is_taken_unpadded(side: int, depth: int) -> bool:
    try:
        small_graph("unet", shape=(side, side, 1), depth=depth, padding="valid")
    except GraphError as error:
        return "Without padding" not in str(error)
    return True


def test_the_maps_of_fcn_have_the_sizes_of_its_authors_program() -> None:
    graph = architecture("fcn-8s").graph()

    assert [shape[0] for shape in shapes_of(graph, "stage3_pooling", "stage4_pooling", "stage5_pooling", "score")] == [
        88, 44, 22, 16,
    ]  # fmt: skip
    assert shapes_of(graph, "upscore_stride16", "score_pool4_crop") == [(34, 34, 21)] * 2
    assert shapes_of(graph, "upscore_stride8", "score_pool3_crop") == [(70, 70, 21)] * 2
    assert shapes_of(graph, "upscore", "logits") == [(568, 568, 21), (500, 500, 21)]


@pytest.mark.parametrize(("name", "side", "offset"), [("fcn-32s", 544, 19), ("fcn-16s", 560, 27), ("fcn-8s", 568, 31)])
def test_the_answer_of_fcn_is_cropped_where_its_authors_crop(name: str, side: int, offset: int) -> None:
    graph = architecture(name).graph()

    assert shapes_of(graph, "upscore") == [(side, side, 21)]
    assert graph.node("logits").options == {"offset": (offset, offset)}


@pytest.mark.parametrize("name", FCNS)
def test_the_coarsest_map_of_fcn_sees_404_pixels_at_a_stride_of_32(name: str) -> None:
    row = analyse(architecture(name).graph()).row("score")

    assert (row.receptive_field, row.stride) == ((404, 404), (32, 32))


@pytest.mark.parametrize(
    ("name", "score", "crops"),
    [
        ("fcn-32s", "score", ((32, 19),)),
        ("fcn-16s", "score", ((2, 0), (16, 27))),
        ("fcn-16s", "score_pool4", ((1, 5), (16, 27))),
        ("fcn-8s", "score", ((2, 0), (2, 0), (8, 31))),
        ("fcn-8s", "score_pool4", ((1, 5), (2, 0), (8, 31))),
        ("fcn-8s", "score_pool3", ((1, 9), (8, 31))),
    ],
)
def test_every_answer_of_fcn_lies_over_the_middle_of_what_it_has_seen(
    name: str, score: str, crops: tuple[tuple[int, int], ...]
) -> None:
    row = analyse(architecture(name).graph()).row(score)

    middle_of_window = row.offset[0] + (row.receptive_field[0] - 1) / 2
    middle_of_tent = 0.0
    for factor, crop in crops:
        middle_of_tent = factor * middle_of_tent + (factor - 0.5 if factor > 1 else 0) - crop

    assert abs(middle_of_window - middle_of_tent) <= 0.5


@pytest.mark.parametrize("name", FCNS)
@pytest.mark.parametrize("padding", ["100 px", "same"])
@pytest.mark.parametrize("upsampling", CLASS_METHODS)
def test_fcn_says_a_class_for_every_pixel_of_any_picture(name: str, padding: str, upsampling: str) -> None:
    options = {"padding": padding, "upsampling": upsampling}

    assert [
        small_graph(name, shape=(height, width, 3), **options).shapes()["logits"][:2]
        for height, width in ((64, 64), (1, 1), (97, 130), (33, 500))
    ] == [(64, 64), (1, 1), (97, 130), (33, 500)]


@pytest.mark.parametrize(
    ("name", "before", "new"),
    [
        ("fcn-16s", "fcn-32s", ("upscore_stride16", "score_pool4", "upscore")),
        ("fcn-8s", "fcn-16s", ("upscore_stride8", "score_pool3", "upscore")),
    ],
)
def test_each_stage_of_fcn_goes_on_with_the_weights_of_the_one_before(
    name: str, before: str, new: tuple[str, ...]
) -> None:
    assert weights_kept(small_graph(name), small_graph(before)).new == new


def test_the_maps_of_unet_have_the_sizes_of_its_figure() -> None:
    graph = architecture("unet").graph((572, 572, 1), 2, padding="valid")

    sides = [shape[0] for shape in shapes_of(graph, *(f"down{level}_convolution2_activation" for level in range(1, 5)))]
    assert sides == [568, 280, 136, 64]
    assert shapes_of(graph, "bottom_convolution2_activation") == [(28, 28, 1024)]
    assert [shape[0] for shape in shapes_of(graph, *(f"up{level}_joined" for level in range(4, 0, -1)))] == [
        56, 104, 200, 392,
    ]  # fmt: skip
    assert shapes_of(graph, "logits") == [(388, 388, 2)]


def test_unet_has_23_convolutional_layers() -> None:
    graph = architecture("unet").graph((572, 572, 1), 2, padding="valid")

    assert sum(node.type in ("convolution", "transposed_convolution") for node in graph.nodes) == 23


@pytest.mark.parametrize("upsampling", FEATURE_METHODS)
@pytest.mark.parametrize("depth", [1, 3, 5])
def test_a_padded_unet_says_a_class_for_every_pixel_of_any_picture(upsampling: str, depth: int) -> None:
    sizes = [(64, 64), (1, 1), (97, 130), (33, 50)]
    graphs = (
        small_graph("unet", shape=(height, width, 3), depth=depth, upsampling=upsampling) for height, width in sizes
    )

    assert [graph.shapes()["logits"][:2] for graph in graphs] == sizes


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_an_unpadded_unet_takes_exactly_the_sizes_that_halve_evenly(depth: int) -> None:
    taken = [side for side in range(8, 240) if is_taken_unpadded(side, depth)]
    graphs = [small_graph("unet", shape=(side, side, 1), depth=depth, padding="valid") for side in taken]
    pooled = [shape[0] for graph in graphs for name, shape in graph.shapes().items() if re.match(r"down\d_.*n2$", name)]

    assert taken == list(range(taken[0], 240, 2**depth))
    assert all(side % 2 == 0 for side in pooled)
    assert 1 <= graphs[0].shapes()["logits"][0] <= 2**depth


def test_an_unpadded_unet_tells_the_next_size_that_fits() -> None:
    with pytest.raises(GraphError, match=r"16 n \+ 12 px from 188 px on.*Received: 500x570. Give pictures of 508x572"):
        architecture("unet").graph((500, 570, 3), 2, padding="valid")


def test_unpooling_needs_a_padded_unet() -> None:
    with pytest.raises(GraphError, match=r"place of every maximum.*Choose padding 'same'"):
        architecture("unet").graph((572, 572, 1), 2, padding="valid", upsampling="maximum unpooling")


def test_segnet_has_thirteen_convolutions_down_and_thirteen_up() -> None:
    graph = architecture("segnet").graph()

    kinds = [node.type for node in graph.nodes]
    assert kinds.count("convolution") == 26
    assert kinds.count("batch_normalisation") == 25
    assert kinds.count("maximum_pooling") == kinds.count("maximum_unpooling") == 5
    assert shapes_of(graph, "stage5_pooling", "logits") == [(12, 15, 512), (360, 480, 12)]


def test_each_unpooling_of_segnet_takes_its_positions_from_what_its_pooling_reads() -> None:
    graph = architecture("segnet").graph()

    for stage in range(1, 6):
        assert graph.node(f"up{stage}_enlarged").inputs[1:] == graph.node(f"stage{stage}_pooling").inputs


@pytest.mark.parametrize("upsampling", FEATURE_METHODS)
@pytest.mark.parametrize("depth", [1, 3, 5])
def test_segnet_says_a_class_for_every_pixel_of_any_picture(upsampling: str, depth: int) -> None:
    sizes = [(64, 64), (1, 1), (97, 130), (33, 50)]
    graphs = (
        small_graph("segnet", shape=(height, width, 3), depth=depth, upsampling=upsampling) for height, width in sizes
    )

    assert [graph.shapes()["logits"][:2] for graph in graphs] == sizes


@pytest.mark.parametrize("depth", [1, 3, 4])
@pytest.mark.parametrize("upsampling", ["bilinear", "nearest"])
def test_a_direct_heat_map_has_a_stride_of_its_poolings(upsampling: str, depth: int) -> None:
    analysis = analyse(small_graph("direct-heat-map", shape=(97, 130, 3), depth=depth, upsampling=upsampling))

    assert analysis.row("score").stride == (2**depth, 2**depth)
    assert analysis.row("logits").output_shape == (97, 130, 5)
    assert analysis.row("enlarged").parameters == 0


def test_fcn_32s_keeps_all_that_a_direct_heat_map_has_learned() -> None:
    options = {"layers": "VGG-11", "width": 4, "dense_units": 8, "batch_normalisation": True}
    coarse = architecture("direct-heat-map").graph((64, 64, 3), 5, **options)
    fine = architecture("fcn-32s").graph((64, 64, 3), 5, padding="same", **options)

    kept = weights_kept(fine, coarse)

    assert (kept.new, kept.dropped) == (("upscore",), ())


@pytest.mark.parametrize(("dilation", "depth", "pixels"), [("none", 6, 13), ("doubling", 5, 63), ("doubling", 6, 65)])
def test_a_stack_at_full_resolution_sees_further_with_dilation(dilation: str, depth: int, pixels: int) -> None:
    analysis = analyse(small_graph("full-resolution", depth=depth, dilation=dilation))

    assert (analysis.row("logits").receptive_field, analysis.row("logits").stride) == ((pixels, pixels), (1, 1))


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("upsampling", FEATURE_METHODS)
def test_unet_with_any_backbone_says_a_class_for_every_pixel_of_any_picture(backbone: str, upsampling: str) -> None:
    sizes = [(64, 64), (97, 40)]
    options = {"backbone": backbone, "upsampling": upsampling}
    graphs = (small_graph("unet-backbone", shape=(height, width, 3), **options) for height, width in sizes)

    assert [graph.shapes()["logits"][:2] for graph in graphs] == sizes


@pytest.mark.parametrize(("backbone", "classifier"), [("resnet18", "resnet18"), ("vgg16", "vgg16")])
def test_a_backbone_keeps_the_names_and_options_of_its_layers_with_weights(backbone: str, classifier: str) -> None:
    graph = architecture("unet-backbone").graph((96, 96, 3), 4, backbone=backbone)

    kept = weights_kept(graph, architecture(classifier).graph((96, 96, 3), 10))

    assert all(name.startswith(("up", "logits")) for name in kept.new)
    assert all(name.startswith(("dense", "logits")) for name in kept.dropped)


def test_unet_reads_the_last_map_of_each_size_of_a_resnet() -> None:
    graph = architecture("unet-backbone").graph((128, 128, 3), 4, backbone="resnet34")

    assert [graph.node(f"up{level}_joined").inputs[0] for level in range(5, 0, -1)] == [
        "stage3_block6_activation", "stage2_block4_activation", "stage1_block3_activation", "stem_activation", "input",
    ]  # fmt: skip


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("stride", ["4", "8", "16"])
def test_deeplab_keeps_its_stride_on_any_backbone_and_any_picture(backbone: str, stride: str) -> None:
    graph = small_graph("deeplab", shape=(130, 97, 3), backbone=backbone, stride=stride)
    analysis = analyse(graph)

    assert analysis.row("class_maps").stride == (min(int(stride), total_stride(backbone)),) * 2
    assert analysis.row("logits").output_shape == (130, 97, 5)
    assert analysis.row("logits").stride == (1, 1)


def total_stride(backbone: str) -> int:
    return 4 if backbone == "small-resnet" else 16 if backbone.startswith("small") else 32


def test_the_kernels_of_deeplab_are_spread_where_its_backbone_would_stride() -> None:
    graph = architecture("deeplab").graph((256, 256, 3), 4, backbone="resnet18")

    assert graph.node("stage3_block2_convolution1").options["dilation"] == (2, 2)
    assert graph.node("stage4_block2_convolution1").options["dilation"] == (4, 4)
    assert graph.node("pyramid_rate6").options["dilation"] == (6, 6)
    assert graph.node("stage2_block2_convolution1").options["dilation"] == (1, 1)


@pytest.mark.parametrize(("depth", "side"), [(1, 11), (2, 25), (3, 53), (4, 109)])
def test_a_patch_classifier_sees_the_patch_around_each_pixel(depth: int, side: int) -> None:
    row = analyse(small_graph("patch-classifier", shape=(40, 33, 1), depth=depth)).row("logits")

    assert row.output_shape == (40, 33, 5)
    assert (row.receptive_field, row.stride, row.offset) == ((side, side), (1, 1), (-(side // 2), -(side // 2)))


@pytest.mark.parametrize("name", SEGMENTERS)
def test_the_number_of_classes_is_the_depth_of_the_answer(name: str) -> None:
    assert small_graph(name, classes=11).shapes()["scores"][-1] == 11
