"""Commands that look at a trained network."""

from engine.answers import class_vectors, layers, maps, networks, true_boxes, true_masks
from engine.contract.boxes import ReadTrueBoxes
from engine.contract.class_vectors import ReadClassVectors
from engine.contract.commands import (
    AnyCommand,
    Climb,
    ComputeFeatureMaps,
    DecomposeCam,
    DescribeModel,
    Evaluate,
    Explain,
    Export,
    OpenNetwork,
    Predict,
    ReadFilters,
    WarmUp,
)
from engine.contract.embedding import EmbedSplit
from engine.contract.invariance import LookAtChanged, MeasureInvariance
from engine.contract.label_errors import FindLabelErrors
from engine.contract.layer_film import ReadDistributions, ReadSlices, SeeThrough
from engine.contract.looking_inside import (
    ExplainValue,
    FindExciting,
    IndexExciting,
    ReadKernel,
    SeeField,
    SeePixel,
    ViewAsMatrix,
)
from engine.contract.microscope import MicroscopeCommand
from engine.contract.predicting import PredictPictures
from engine.contract.true_masks import ReadTrueMask
from engine.contract.trust import MeasureTrust
from engine.handlers import invariance, looking_inside, microscope, predicting, studies
from engine.handlers.context import Context, Result
from engine.open_network import open_network
from engine.warm_up import warm_up


def handle(command: AnyCommand, context: Context) -> Result:
    """Carry out one command that needs Keras; the result event and its arrays."""
    match command:
        case WarmUp():
            return warm_up(), ()
        case DescribeModel():
            return networks.describe_model(command)
        case OpenNetwork():
            return open_network(command.path), ()
        case Explain():
            return maps.explain(command, context)
        case DecomposeCam():
            return maps.decompose(command)
        case Climb():
            return maps.climb(command, context)
        case ComputeFeatureMaps():
            return networks.compute_feature_maps(command)
        case ReadFilters():
            return networks.read_filters(command)
        case (
            ExplainValue() | ViewAsMatrix() | ReadKernel() | SeeField() | SeePixel() | IndexExciting() | FindExciting()
        ):
            return looking_inside.handle(command, context)
        case MeasureTrust() | EmbedSplit() | FindLabelErrors():
            return studies.handle(command, context)
        case LookAtChanged() | MeasureInvariance():
            return invariance.handle(command, context)
        case _ if isinstance(command, MicroscopeCommand):
            return microscope.handle(command, context)
        case SeeThrough():
            return layers.see_through(command)
        case ReadSlices():
            return layers.read_slices(command)
        case ReadDistributions():
            return layers.read_distributions(command)
        case Predict() | PredictPictures():
            return predicting.handle(command, context)
        case ReadTrueMask():
            return true_masks.read_true_mask(command, context)
        case ReadTrueBoxes():
            return true_boxes.read_true_boxes(command, context)
        case ReadClassVectors():
            return class_vectors.read_class_vectors(command, context)
        case Evaluate():
            return networks.evaluate(command, context.progress)
        case Export():
            return networks.export(command, context.progress)
        case _:
            raise TypeError(f"Not a command about a network. Received: {command.type}.")
