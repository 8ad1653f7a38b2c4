"""Commands that follow a value back to the numbers and pixels that made it."""

from typing import assert_never

from engine.answers import fields, values
from engine.contract.looking_inside import (
    ExplainValue,
    FindExciting,
    IndexExciting,
    LookingInside,
    ReadKernel,
    SeeField,
    SeePixel,
    ViewAsMatrix,
)
from engine.handlers.context import Context, Result


def handle(command: LookingInside, context: Context) -> Result:
    """Carry out one of these commands; the result event and its arrays."""
    match command:
        case ExplainValue():
            return values.explain_value(command)
        case ViewAsMatrix():
            return values.view_as_matrix(command)
        case ReadKernel():
            return values.read_kernel(command)
        case SeeField():
            return fields.answer_field(command)
        case SeePixel():
            return fields.answer_pixel(command)
        case IndexExciting():
            return fields.answer_index(command, context.progress)
        case FindExciting():
            return fields.answer_exciting(command)
        case _:
            assert_never(command)
