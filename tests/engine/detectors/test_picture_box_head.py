"""A localiser: what its class and its box cost, how they are read, measured and mirrored."""

import keras
import numpy as np
import pytest
from keras import ops

from engine.contract.config import LocalisationConfig, TrainingConfig
from engine.data.synthetic.classification import CLASSES, draw
from engine.detectors.picture_box import PictureBoxHead
from engine.detectors.registry import head_of
from engine.inspect.heads import find_cam_head, find_default_layer, says_boxes
from engine.losses.picture_box import BETA, PictureBoxLoss
from engine.ops.boxes.finding import choose_objects
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from engine.predicting.finder import ONLY_BOX
from engine.tasks.localisation import Localisation
from engine.training.learner import Learner
from models.box_answers import told_classes
from models.build import build_model
from models.catalogue import architecture
from models.graph import GraphError
from models.heads import head_nodes, replace_head

PICTURE = (40, 80)
LOGITS = [2.0, 0.5, -1.0]
BOX = [0.5, 0.5, 0.25, 0.5]


def answer(*rows: list[float]) -> np.ndarray:
    """Answers (N, 3 classes + 4)."""
    return np.array(rows, np.float32)


def truth(box: tuple[float, ...], label: int) -> np.ndarray:
    """One object among two rows; the other one is padding."""
    return pack_truth([box], [label], [False], rows=2)


def test_the_loss_is_that_of_the_class_plus_a_weight_times_that_of_the_box() -> None:
    shares = np.array([0.55, 0.5, 0.45, 0.5])  # Of centre, width and height: 0.05 and 0.2 away.
    corners = (80 * (0.55 - 0.225), 40 * 0.25, 80 * (0.55 + 0.225), 40 * 0.75)
    difference = np.abs(shares - BOX)
    of_box = np.where(difference < BETA, difference**2 / (2 * BETA), difference - BETA / 2).sum()
    of_class = np.log(np.exp(LOGITS).sum()) - LOGITS[1]

    costs = PictureBoxLoss(box_weight=3.0)(
        unpack_truth(truth(corners, 1)[None]), answer([*LOGITS, *BOX]), picture_px=PICTURE
    )

    assert ops.convert_to_numpy(costs) == pytest.approx([of_class + 3 * of_box], rel=1e-4)


def test_with_giou_a_box_at_its_place_costs_nothing_and_one_elsewhere_more_than_its_iou() -> None:
    head = PictureBoxLoss(box_weight=1.0, box_loss="GIoU")
    sure, here, away = [60.0, 0.0, 0.0], (30.0, 10.0, 50.0, 30.0), (0.0, 0.0, 10.0, 10.0)
    rows = unpack_truth(np.stack([truth(here, 0), truth(away, 0)]))

    costs = ops.convert_to_numpy(head(rows, answer([*sure, *BOX], [*sure, *BOX]), picture_px=PICTURE))

    # Around both lie 50 x 30 px, of which 400 + 100 are covered.
    assert costs == pytest.approx([0.0, 1.0 + (1500 - 500) / 1500], abs=1e-5)


def test_the_largest_object_counts_and_a_picture_that_lost_it_costs_nothing() -> None:
    both = pack_truth([(0, 0, 5, 5), (30, 10, 50, 30)], [2, 0], [False, False], rows=2)
    none = pack_truth(np.zeros((0, 4)), [], [], rows=2)

    costs = ops.convert_to_numpy(
        PictureBoxLoss()(
            unpack_truth(np.stack([both, none])), answer([60.0, 0, 0, *BOX], [60.0, 0, 0, *BOX]), picture_px=PICTURE
        )
    )

    assert costs == pytest.approx([0.0, 0.0], abs=1e-5)


def test_exactly_one_box_is_found_however_unsure_its_class_is() -> None:
    head = PictureBoxHead(PICTURE)
    many = answer([*np.linspace(0, 0.01, 200), *BOX])

    found = choose_objects(head.read(many), ONLY_BOX)

    assert ops.convert_to_numpy(found.is_object).tolist() == [[True]]
    assert ops.convert_to_numpy(found.classes).tolist() == [[199]]
    assert ops.convert_to_numpy(found.boxes_xyxy)[0, 0] == pytest.approx([30, 10, 50, 30])
    assert 0 < float(found.scores[0, 0]) < 0.01


def test_a_mirrored_answer_is_turned_back_before_the_mean() -> None:
    head = PictureBoxHead(PICTURE)
    left, right = [*LOGITS, 0.2, 0.5, 0.1, 0.4], [*LOGITS, 0.8, 0.5, 0.1, 0.4]

    mean = ops.convert_to_numpy(head.mean_with_mirrored(answer(left), answer(right)))

    assert mean[0, 3:] == pytest.approx([0.2, 0.5, 0.1, 0.4])
    assert np.argmax(mean[0, :3]) == 0


def test_metrics_count_classes_boxes_and_both() -> None:
    task = Localisation(("a", "b", "c"), PictureBoxHead(PICTURE), LocalisationConfig())
    here, half = (30.0, 10.0, 50.0, 30.0), (30.0, 10.0, 50.0, 50.0)
    rows = np.stack([truth(here, 0), truth(here, 1), truth(half, 0), pack_truth(np.zeros((0, 4)), [], [], rows=2)])
    said = answer(*[[*LOGITS, *BOX]] * 4)

    found = {}
    for metric in task.metrics():
        metric.update_state(rows, said)
        found[metric.name] = float(metric.result())

    # Half of the third box is there: an IoU of exactly 0.5 is right.
    assert found == pytest.approx({"localisation_accuracy": 2 / 3, "accuracy": 2 / 3, "box_iou": 2.5 / 3})


def test_a_localiser_keeps_the_head_of_its_classifier_and_its_exact_activation_map() -> None:
    graph = architecture("localiser").graph((32, 32, 3), 5, backbone="small-resnet-fast", width_factor=0.25)
    model = build_model(graph, seed=1)

    head = find_cam_head(model)
    assert isinstance(head_of(graph), PictureBoxHead)
    assert told_classes(graph, graph.shapes()) == 5
    assert head is not None
    assert head.layer == find_default_layer(model)
    assert not says_boxes(model)
    assert head_nodes(graph) == ("logits",)
    other = replace_head(graph, 7)
    assert told_classes(other, other.shapes()) == 7


@pytest.mark.parametrize("backbone", ["vgg11", "mobilenet", "resnet18"])
def test_other_classifiers_can_say_a_box(backbone: str) -> None:
    graph = architecture("localiser").graph((64, 64, 3), 3, backbone=backbone, width_factor=0.05, box_units=4)

    assert graph.shapes()["answer"] == (7,)


def test_a_box_has_four_values() -> None:
    graph = architecture("localiser").graph((32, 32, 3), 3, backbone="small-resnet-fast", width_factor=0.25)
    document = graph.to_json()
    box = next(node for node in document["nodes"] if node["name"] == "box")
    box["options"]["units"] = 5

    with pytest.raises(GraphError, match="A box has 4 values"):
        type(graph).from_json(document).shapes()


def test_eight_pictures_are_learned_by_heart() -> None:
    keras.utils.set_random_seed(1)
    drawn = [draw(1, number, side=32) for number in range(8)]
    pixels = np.stack([one.pixels for one in drawn]).astype(np.float32) / 127.5 - 1
    rows = np.stack([pack_truth([one.box_xyxy], [CLASSES.index(one.label)], [False], rows=1) for one in drawn])
    graph = architecture("localiser").graph((32, 32, 3), len(CLASSES), backbone="small-resnet-fast", box_units=32)
    head = head_of(graph)
    assert isinstance(head, PictureBoxHead)
    task = Localisation(CLASSES, head, LocalisationConfig())
    learner = Learner(build_model(graph, seed=1), task, TrainingConfig(), ())
    learner.compile(optimizer=keras.optimizers.Adam(3e-3), metrics=task.metrics())

    learner.fit(pixels, rows, batch_size=8, epochs=60, verbose=0)

    learned = learner.evaluate(pixels, rows, batch_size=8, verbose=0, return_dict=True)
    assert learned["localisation_accuracy"] == 1.0
    assert learned["box_iou"] > 0.6
