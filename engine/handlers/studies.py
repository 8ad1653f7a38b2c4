"""Commands that study a network on many pictures."""

from typing import assert_never

from engine.contract.embedding import EmbedSplit, SplitEmbedded
from engine.contract.label_errors import FindLabelErrors, LabelErrorsFound
from engine.contract.studies import Study
from engine.contract.trust import MeasureTrust, TrustMeasured
from engine.explaining.bench import measure_trust
from engine.explaining.embedded_split import embed_split
from engine.handlers.context import Context, Result
from engine.label_errors.finding import find_label_errors
from engine.model_store import load_run


def handle(command: Study, context: Context) -> Result:
    """Carry out one of these commands; the result event and its arrays."""
    match command:
        case MeasureTrust():
            return _measure_trust(command, context)
        case EmbedSplit():
            return _embed(command, context)
        case FindLabelErrors():
            return _find_label_errors(command, context)
        case _:
            assert_never(command)


def _measure_trust(command: MeasureTrust, context: Context) -> Result:
    run = load_run(command.run)
    table = measure_trust(
        run, command.split, methods=command.methods, pictures=command.pictures, on_progress=context.progress
    )
    return TrustMeasured(table=table), ()


def _embed(command: EmbedSplit, context: Context) -> Result:
    run = load_run(command.run)
    vectors, plane = embed_split(run, command.split, command.layer, command.layout, context.progress)
    embedded = SplitEmbedded(
        run=command.run,
        split=command.split,
        layer=vectors.layer,
        layout=plane.layout,
        images=vectors.images,
        predicted=vectors.predicted,
        shares=plane.shares,
    )
    return embedded, (plane.points, vectors.values)


def _find_label_errors(command: FindLabelErrors, context: Context) -> Result:
    run = load_run(command.run)
    ranking = find_label_errors(
        run, share=command.share, on_progress=context.progress, is_cancelled=context.is_cancelled
    )
    return LabelErrorsFound(ranking=ranking), ()
