"""Commands of the instruments that look into a network for masks or boxes."""

from typing import assert_never

from engine.answers import borders, box_stages, deformation, pooling, regions, skips
from engine.contract.box_stages import SeeBoxStages, SeeRegion
from engine.contract.microscope import (
    DeformPicture,
    ListSkips,
    MeasureSkips,
    MicroscopeCommand,
    SeePooling,
    WeakenSkips,
    WeighBorders,
)
from engine.handlers.context import Context, Result


def handle(command: MicroscopeCommand, context: Context) -> Result:
    """Carry out one of these commands; the result event and its arrays."""
    match command:
        case ListSkips():
            return skips.list_skips(command)
        case WeakenSkips():
            return skips.weaken_skips(command, context)
        case MeasureSkips():
            return skips.measure_skips(command, context)
        case WeighBorders():
            return borders.weigh_borders(command, context)
        case SeePooling():
            return pooling.see_pooling(command)
        case DeformPicture():
            return deformation.deform_picture(command, context)
        case SeeBoxStages():
            return box_stages.see_box_stages(command, context)
        case SeeRegion():
            return regions.see_region(command)
        case _:
            assert_never(command)
