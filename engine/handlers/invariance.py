"""Commands about pictures that are shifted, turned, scaled, darkened or covered."""

from typing import assert_never

from engine.answers import invariance
from engine.contract.invariance import InvarianceCommand, LookAtChanged, MeasureInvariance
from engine.handlers.context import Context, Result


def handle(command: InvarianceCommand, context: Context) -> Result:
    """Carry out one of these commands; the result event and its arrays."""
    match command:
        case LookAtChanged():
            return invariance.look(command)
        case MeasureInvariance():
            return invariance.measure(command, context)
        case _:
            assert_never(command)
