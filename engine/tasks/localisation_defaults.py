"""A complete config for one class and one box from nothing but a dataset, with a reason for every choice.

Knows no Keras.
"""

from engine.contract.augmentation_presets import preset
from engine.contract.config import (
    InputConfig,
    LocalisationConfig,
    RunConfig,
    TaskName,
    TrainingConfig,
)
from engine.contract.dataset import DatasetSummary
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.network_plan import CUSTOM
from engine.tasks.box_truth import box_classes, rows_with_truth
from engine.tasks.defaults import Choices, Kind, choose_mirroring, choose_split, dataset_of, kind_of, photo_size
from engine.tasks.localiser_backbone import with_localising_classifier
from engine.tasks.main_objects import LeftOut, Objects, left_out
from engine.tasks.networks import input_of, network_of
from engine.tasks.wishes import NO_WISHES, Wishes
from models.catalogue.localiser import NAME

LEAST_EPOCHS, MOST_EPOCHS = 20, 200
SHOWN_PICTURES = 60_000
LEAST_SIDE_PX = 32
FAST_BACKBONE = "small-resnet-fast"


def propose_localisation(index: DatasetIndex, wishes: Wishes = NO_WISHES) -> tuple[RunConfig, dict[str, str]]:
    """Choose everything that was not given.

    Args:
        index: the dataset.
        wishes: what is given; weights are those of a classifier, which gets a second head for the box.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: the dataset has no objects, or the network or the classifier does not exist or does not fit.
    """
    summary, classes = index.summary(), box_classes(index)
    _require_boxes(summary)
    choices = Choices(summary, kind_of(summary), summary.training_splits.get("train", 0) or summary.images)
    graph = None if wishes.weights is not None else wishes.graph
    name = CUSTOM if graph else wishes.network if wishes.weights is None and wishes.network else NAME
    shown = input_of(graph) if graph else _choose_input(choices, wishes.image_size)
    options = {**({} if graph or name != NAME else _choose_options(choices)), **wishes.options}
    config = RunConfig(
        task=TaskName.LOCALISATION,
        dataset=dataset_of(summary),
        split=choose_split(choices),
        network=network_of(TaskName.LOCALISATION, name, options, graph, shown=shown, classes=len(classes)),
        input=shown,
        training=_choose_training(choices),
        augmentation=choose_mirroring(choices, preset("detection").config, classes),
        localisation=_choose_objects(choices, index),
        classes=classes,
    )
    if wishes.weights is not None:
        config = with_localising_classifier(config, wishes, choices.because)
    return config, choices.reasons


def _require_boxes(summary: DatasetSummary) -> None:
    if TaskName.LOCALISATION not in summary.tasks:
        raise UserError(
            f"There are no boxes to learn from. Received: {summary.place}.", "Draw boxes, or choose another task."
        )


def _choose_input(choices: Choices, image_size: tuple[int, int] | None) -> InputConfig:
    channels = 1 if choices.summary.is_grey else 3
    if image_size is not None:
        return InputConfig.model_validate({"height": image_size[0], "width": image_size[1], "channels": channels})
    median = choices.summary.sizes.median
    if choices.kind is Kind.PHOTOS or median is None:
        choices.because("input.height", "Large enough for the main object, small enough to train in minutes.")
        height, width = photo_size(median or (1, 1))
    else:
        choices.because("input.height", "The size of the pictures.")
        width, height = (max(LEAST_SIDE_PX, side) for side in median)
    return InputConfig.model_validate({"height": height, "width": width, "channels": channels})


def _choose_options(choices: Choices) -> dict[str, str]:
    if choices.kind is Kind.PHOTOS:
        choices.because("network.options", "Photos need a network that looks at details at several scales.")
        return {}
    choices.because("network.options", f"Enough for {choices.kind.value}, and quick to train.")
    return {"backbone": FAST_BACKBONE}


def _choose_training(choices: Choices) -> TrainingConfig:
    epochs = min(MOST_EPOCHS, max(LEAST_EPOCHS, round(SHOWN_PICTURES / max(1, choices.training_images))))
    choices.because(
        "training.epochs", f"{choices.training_images:,} pictures, each seen {epochs} times, always a little different."
    )
    choices.because("training.weight_averaging", "The mean over the last epochs is steadier than the last step.")
    return TrainingConfig(epochs=epochs, learning_rate=3e-3, weight_decay=0.02, weight_averaging=True)


def _choose_objects(choices: Choices, index: DatasetIndex) -> LocalisationConfig:
    rows = rows_with_truth(index)
    found = left_out(index, rows, "single")
    single = len(rows) - found.empty - found.several
    objects: Objects = "single" if single >= found.several else "largest"
    told = LeftOut(found.empty, found.several, objects).sentences()
    choices.because("localisation.objects", " ".join((f"{single:,} pictures show exactly one object.", *told)))
    return LocalisationConfig(objects=objects)
