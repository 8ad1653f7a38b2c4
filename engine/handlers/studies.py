"""Commands that study a network on many pictures."""

from engine.contract.studies import Study
from engine.contract.trust import TrustMeasured
from engine.explaining.bench import measure_trust
from engine.handlers.context import Context, Result
from engine.model_store import load_run


def handle(command: Study, context: Context) -> Result:
    """Carry out one of these commands; the result event and its arrays."""
    table = measure_trust(
        load_run(command.run),
        command.split,
        methods=command.methods,
        pictures=command.pictures,
        on_progress=context.progress,
    )
    return TrustMeasured(table=table), ()
