"""The engine tells what the stages of a detector say of a picture, and what they would learn from it."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from keras import ops

from engine.answers.box_stages import has_box_stages, see_box_stages
from engine.answers.networks import describe_model
from engine.answers.regions import see_region
from engine.contract.box_stages import ARRAYS_OF_STAGE, BoxStagesSeen, RegionSeen, SeeBoxStages, SeeRegion
from engine.contract.commands import DescribeModel
from engine.contract.config import NetworkConfig, RunConfig
from engine.contract.errors import UserError
from engine.contract.events import ModelDescribed
from engine.contract.framing import Array
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.detectors.registry import head_of
from engine.explaining.run_graph import graph_of_run
from engine.explaining.seen import see_picture
from engine.inspect.probe import probe_of
from engine.model_store import load_run
from engine.network_plan import graph_of
from engine.ops.boxes.finding import choose_objects
from engine.ops.detections.choosing import candidates_among
from engine.predicting.finder import CANDIDATES
from models.boxes.roi_align import align_rois
from tests.engine.sample_masks import QUIET, write_masked_run
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes
from tests.gui.mask_pictures import write_masks
from tests.models.sliding import random_model
from tests.models.small_networks import small_graph

SIDE = 64
PICTURE = "train/1.png"
"""80 x 64 px: the network sees it with bars."""
NETWORKS = ("dense-detector", "small-yolo-v1", "yolo-grid", "small-ssd", "small-faster-rcnn")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pictures") / "boxes"
    write_boxes(root, pictures=4, side=SIDE)
    return root


@pytest.fixture(scope="module")
def runs(dataset: Path) -> dict[str, str]:
    return {network: write_run(dataset, network) for network in NETWORKS}


def write_run(dataset: Path, network: str) -> str:
    config = run_config(NAMES, side=SIDE, path=dataset, network=network)
    return write_config(dataset.parent / network, config)


def write_config(folder: Path, config: RunConfig) -> str:
    """A run that learned nothing: a network with random weights."""
    run = RunFolder(folder)
    run.path.mkdir(parents=True)
    run.write_config(config)
    run.preparation.mkdir()
    pixels = np.random.default_rng(1).integers(0, 256, (4, SIDE, SIDE, 3), dtype=np.uint8)
    Preparation.fit(pixels, config.input).save(run.preparation)
    random_model(graph_of(config)).save(run.model)
    return str(run.path)


def seen(run: str, image: Path) -> tuple[BoxStagesSeen, list[Sequence[Array]], Array]:
    event, arrays = see_box_stages(SeeBoxStages(run=run, image=str(image)), QUIET)
    assert isinstance(event, BoxStagesSeen)
    *of_stages, origins = arrays
    count = ARRAYS_OF_STAGE
    return event, [of_stages[at : at + count] for at in range(0, len(of_stages), count)], origins


@pytest.mark.parametrize("network", NETWORKS)
def test_candidates_are_those_of_the_network_in_pixels_of_the_original(
    network: str, runs: dict[str, str], dataset: Path
) -> None:
    _, stages, _ = seen(runs[network], dataset / PICTURE)

    run = load_run(runs[network])
    picture = see_picture(run, dataset / PICTURE)
    said = np.asarray(run.model.predict_on_batch(picture.prepared[np.newaxis]), np.float32)
    expected = choose_objects(head_of(graph_of_run(run)).read(said), CANDIDATES)
    is_there = ops.convert_to_numpy(expected.is_object)[0]
    found, _ = candidates_among(stages[-1][1], stages[-1][2], least=CANDIDATES.score, most=CANDIDATES.most)
    np.testing.assert_allclose(found.scores, ops.convert_to_numpy(expected.scores)[0][is_there], atol=1e-5)
    own = ops.convert_to_numpy(expected.boxes_xyxy)[0][is_there].astype(np.float64)
    corners = picture.placement.to_original(own.reshape(-1, 2, 2)).reshape(-1, 4)
    np.testing.assert_allclose(found.boxes_xyxy, corners, rtol=1e-3, atol=1e-2)


@pytest.mark.parametrize("network", NETWORKS)
def test_true_objects_are_learned_by_places_that_meet_them(network: str, runs: dict[str, str], dataset: Path) -> None:
    event, stages, _ = seen(runs[network], dataset / PICTURE)

    assert event.truth is not None
    assert event.classes == NAMES
    places, _, _, _, matches, values = stages[0]
    assert set(range(len(event.truth))) == set(matches[matches >= 0].tolist())
    for number, one in enumerate(event.truth):
        left, top, right, bottom = one.box_xyxy
        own = places[matches == number]
        assert ((own[:, 0] < right) & (own[:, 2] > left) & (own[:, 1] < bottom) & (own[:, 3] > top)).all()
    assert values.shape == matches.shape == (len(places),)
    assert event.size == (80, 64)
    np.testing.assert_allclose(event.area_xyxy, (0, -8, 80, 72), atol=1)  # the bars are whole pixels


def test_of_another_picture_nothing_is_known_to_be_true(runs: dict[str, str], dataset: Path, tmp_path: Path) -> None:
    image = tmp_path / "other.png"
    image.write_bytes((dataset / PICTURE).read_bytes())

    event, stages, _ = seen(runs["dense-detector"], image)

    assert event.truth is None
    assert [array.size for array in stages[0][4:]] == [0, 0]


def test_proposals_know_their_anchors(runs: dict[str, str], dataset: Path) -> None:
    event, (anchors, regions), origins = seen(runs["small-faster-rcnn"], dataset / PICTURE)

    places = regions[0]
    is_there = places[:, 2] > places[:, 0]
    assert [stage.place for stage in event.stages] == ["anchor", "proposal"]
    assert event.has_regions
    np.testing.assert_array_equal(origins >= 0, is_there)
    np.testing.assert_allclose(anchors[1][origins[is_there], 0], places[is_there], atol=1e-3)
    scores = anchors[3][origins[is_there]]
    assert (np.diff(scores) <= 1e-6).all()


def test_a_region_is_read_at_its_points(runs: dict[str, str], dataset: Path) -> None:
    name = runs["small-faster-rcnn"]
    event, (bins, points, values) = see_region(SeeRegion(run=name, image=str(dataset / PICTURE), region=1))

    assert isinstance(event, RegionSeen)
    _, (_, regions), _ = seen(name, dataset / PICTURE)
    box = regions[0][1]
    assert (event.reader, bins.shape, len(points)) == ("RoI align", (7, 7, 4), 7 * 7 * 4)
    assert event.map_shape[:2] == (SIDE // 4, SIDE // 4)
    np.testing.assert_allclose([*bins[0, 0, :2], *bins[-1, -1, 2:]], box, atol=1e-3)
    assert (points > box[:2]).all()
    assert (points < box[2:]).all()
    # The mean over the points of a linear map is its value in the middle of each bin.
    middle = (bins[..., 0] + bins[..., 2]) / 2
    np.testing.assert_allclose(points.reshape(7, 2, 7, 2, 2)[..., 0].mean(axis=(1, 3)), middle, atol=1e-3)
    assert values.shape == (7, 7, event.map_shape[2])


def test_values_of_a_region_are_those_of_the_map_that_is_read(runs: dict[str, str], dataset: Path) -> None:
    name = runs["small-faster-rcnn"]
    event, (bins, _, values) = see_region(SeeRegion(run=name, image=str(dataset / PICTURE), region=0))

    assert isinstance(event, RegionSeen)
    run = load_run(name)
    picture = see_picture(run, dataset / PICTURE)
    maps = probe_of(run.model, (event.layer,), with_gradients=False)(picture.prepared[np.newaxis]).activations[0]
    corners = picture.placement.to_input(np.array([bins[0, 0, :2], bins[-1, -1, 2:]], np.float64)).reshape(1, 1, 4)
    expected = ops.convert_to_numpy(align_rois(maps, corners.astype(np.float32), stride_px=4, bins=(7, 7)))[0, 0]
    np.testing.assert_allclose(values, expected, rtol=1e-3, atol=1e-3)


def test_a_region_that_is_pooled_has_the_largest_value_of_each_bin(dataset: Path) -> None:
    config = run_config(NAMES, side=SIDE, path=dataset)
    graph = small_graph("faster-rcnn-vgg16", shape=(SIDE, SIDE, 3), classes=len(NAMES))
    drawn = config.model_copy(update={"network": NetworkConfig(name="faster-rcnn-vgg16", graph=graph.to_json())})
    name = write_config(dataset.parent / "vgg", drawn)
    event, (bins, points, values) = see_region(SeeRegion(run=name, image=str(dataset / PICTURE), region=0))

    assert isinstance(event, RegionSeen)
    picture = see_picture(load_run(name), dataset / PICTURE)
    probe = probe_of(load_run(name).model, (event.layer,), with_gradients=False)
    maps = probe(picture.prepared[np.newaxis]).activations[0][0]
    cells = np.rint(picture.placement.to_input(bins.reshape(7, 7, 2, 2).astype(np.float64)) / 16).astype(int)
    for row, column in np.ndindex(7, 7):
        (left, top), (right, bottom) = cells[row, column]
        inside = maps[top:bottom, left:right].reshape(-1, maps.shape[-1])
        expected = inside.max(axis=0) if len(inside) else np.zeros(maps.shape[-1])
        np.testing.assert_allclose(values[row, column], expected, rtol=1e-5)
    assert (event.reader, points.shape) == ("RoI pooling", (0, 2))


def test_a_network_for_masks_shows_the_stages_of_its_boxes(dataset: Path) -> None:
    config = run_config(NAMES, side=SIDE, path=dataset)
    graph = small_graph("small-mask-rcnn", shape=(SIDE, SIDE, 3), classes=len(NAMES))
    drawn = config.model_copy(update={"network": NetworkConfig(name="small-mask-rcnn", graph=graph.to_json())})
    event, (anchors, regions), origins = seen(write_config(dataset.parent / "masks", drawn), dataset / PICTURE)

    assert [stage.place for stage in event.stages] == ["anchor", "proposal"]
    assert regions[2].shape == (len(origins), len(NAMES))
    is_there = origins >= 0
    np.testing.assert_allclose(anchors[1][origins[is_there], 0], regions[0][is_there], atol=1e-3)


@pytest.mark.parametrize(("network", "region", "words"), [("small-faster-rcnn", 99, "no such"), ("yolo-grid", 0, "no")])
def test_what_is_not_there_is_refused(
    network: str, region: int, words: str, runs: dict[str, str], dataset: Path
) -> None:
    with pytest.raises(UserError, match=words):
        see_region(SeeRegion(run=runs[network], image=str(dataset / PICTURE), region=region))


def test_networks_are_described_with_whether_they_have_stages(runs: dict[str, str], tmp_path: Path) -> None:
    masks = write_masks(tmp_path / "masks", count=2)
    segmenter = write_masked_run(tmp_path / "unet", masks, "unet")

    detector, _ = describe_model(DescribeModel(run=runs["small-ssd"]))

    assert isinstance(detector, ModelDescribed)
    assert detector.has_box_stages
    assert not has_box_stages(load_run(str(segmenter.path)))
    with pytest.raises(UserError, match="says no boxes"):
        see_box_stages(SeeBoxStages(run=str(segmenter.path), image=str(masks / "images" / "1.png")), QUIET)


def test_answers_hold_what_json_can_say(runs: dict[str, str], dataset: Path) -> None:
    event, _, _ = seen(runs["small-ssd"], dataset / PICTURE)

    again = BoxStagesSeen.model_validate(json.loads(event.model_dump_json()))

    assert again == event
