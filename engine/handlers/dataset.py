"""Commands about pictures and datasets. Free of Keras, so that they answer before it is imported."""

from dataclasses import asdict
from pathlib import Path

from engine.contract.changed_fields import with_fields
from engine.contract.commands import (
    AnyCommand,
    ChangeSplit,
    ConvertDataset,
    DecodePicture,
    EstimateRun,
    FetchWeights,
    MakeSample,
    MakeThumbnails,
    MeasurePreparation,
    OpenDataset,
    PreviewAugmentation,
    ProposeConfig,
    SaveSplit,
)
from engine.contract.crops import PreviewCrops, WriteCrops
from engine.contract.events import (
    ConfigProposed,
    DatasetListed,
    DatasetOpened,
    SampleMade,
    WeightsFetched,
)
from engine.contract.labels import ChangeAnnotations, CorrectLabels, DiscardCorrections, SaveLabels, SwitchLabelStep
from engine.contract.mask_differences import MakeDifferenceThumbnails
from engine.contract.trials import OF_A_TRIAL
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.listing_writer import Changes
from engine.dataset.opening import open_dataset
from engine.handlers import labelling, mask_differences, pictures, splitting
from engine.handlers.context import Context, Result
from engine.pretrained.download import fetch
from engine.pretrained.files import weights_file
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes


def handle(command: AnyCommand, context: Context) -> Result:
    """Carry out one command about data; the result event and its arrays."""
    match command:
        case OpenDataset():
            return _open_dataset(command, context)
        case MakeSample():
            return _make_sample(command, context)
        case MakeThumbnails():
            return pictures.make_thumbnails(command, context)
        case MakeDifferenceThumbnails():
            return mask_differences.make_difference_thumbnails(command, context)
        case DecodePicture():
            return pictures.decode(command)
        case ConvertDataset():
            # Imported here: it needs parts of SciPy, which no window should wait for at its start.
            from engine.handlers.conversion import convert_dataset

            return convert_dataset(command, context)
        case PreviewCrops() | WriteCrops():
            from engine.handlers import crops  # it searches pictures, which few windows ask for

            return crops.handle(command, context)
        case ChangeSplit():
            return splitting.change(command, context)
        case SaveSplit():
            return splitting.save(command, context)
        case ChangeAnnotations() | CorrectLabels() | DiscardCorrections() | SaveLabels() | SwitchLabelStep():
            return labelling.change(command, context)
        case PreviewAugmentation():
            # Imported here too: few windows show it, and it brings all of augmentation with it.
            from engine.handlers.augmentation import preview

            return preview(command, context)
        case MeasurePreparation():
            from engine.handlers.preparation import measure  # few windows show it

            return measure(command, context)
        case ProposeConfig():
            return _propose_config(command, context)
        case EstimateRun():
            from engine.handlers.estimating import estimate  # few windows show it

            return estimate(command, context), ()
        case FetchWeights():
            return WeightsFetched(path=str(fetch(weights_file(command.network), context.progress))), ()
        case _:
            raise TypeError(f"Not a command about data. Received: {command.type}.")


def _open_dataset(command: OpenDataset, context: Context) -> Result:
    def announce(index: Path) -> None:
        context.send(DatasetListed(path=command.path, index=str(index)), ())

    changes = Changes()

    def remember(found: Changes) -> None:
        nonlocal changes
        changes = found

    index = open_dataset(
        Path(command.path),
        reading=command.reading,
        on_progress=context.progress,
        is_cancelled=context.is_cancelled,
        on_listed=announce,
        on_changed=remember,
    )
    return DatasetOpened(path=command.path, index=str(index), **asdict(changes)), ()


def _make_sample(command: MakeSample, context: Context) -> Result:
    folder = Path(command.folder)
    if not folder.exists():
        write_sample(
            command.kind,
            folder,
            count=command.count,
            seed=command.seed,
            size_px=command.size_px,
            objects=command.objects,
            on_progress=context.progress,
        )
    return SampleMade(folder=str(folder)), ()


def _propose_config(command: ProposeConfig, context: Context) -> Result:
    index_path = open_dataset(
        Path(command.path),
        reading=command.reading,
        on_progress=context.progress,
        is_cancelled=context.is_cancelled,
    )
    with DatasetIndex(index_path) as index:
        config, reasons = propose_config(
            index,
            Wishes(
                network=command.network,
                options=command.options,
                graph=command.graph,
                image_size=command.image_size,
                weights=command.weights,
            ),
            task=command.task,
        )
    config, reasons = with_fields(config, command.fields), reasons | dict.fromkeys(command.fields, OF_A_TRIAL)
    return ConfigProposed(config=config, reasons=reasons), ()
