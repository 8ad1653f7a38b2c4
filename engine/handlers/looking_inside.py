"""Commands that follow a value back to the numbers and pixels that made it."""

from typing import assert_never

from engine import field_answers, value_answers
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
            return value_answers.explain_value(command)
        case ViewAsMatrix():
            return value_answers.view_as_matrix(command)
        case ReadKernel():
            return value_answers.read_kernel(command)
        case SeeField():
            return field_answers.answer_field(command)
        case SeePixel():
            return field_answers.answer_pixel(command)
        case IndexExciting():
            return field_answers.answer_index(command, context.progress)
        case FindExciting():
            return field_answers.answer_exciting(command)
        case _:
            assert_never(command)
