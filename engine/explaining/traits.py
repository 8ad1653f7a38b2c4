"""What in a network lets its answer stay the same while a picture moves."""

from engine.contract.invariance import HeadKind, NetworkTraits
from engine.explaining.field import fields_of, node_name
from engine.inspect.program import LayerCall, Program, program_of
from engine.model_store import LoadedRun

_POOLING = {"MaxPooling2D", "AveragePooling2D"}
_GLOBAL = {"GlobalAveragePooling2D", "GlobalMaxPooling2D"}


def traits_of(run: LoadedRun) -> NetworkTraits:
    """Count poolings, measure strides, and name what stands between maps and scores."""
    program = program_of(run.model)
    calls = [call for call in program.calls if call.kind not in _GLOBAL]
    return NetworkTraits(
        poolings=sum(call.kind in _POOLING for call in calls),
        stride_px=_last_stride(run, calls),
        head=_head(program),
    )


def _last_stride(run: LoadedRun, calls: list[LayerCall]) -> int:
    """Pixels between two cells of the last maps; 0 where the network has none."""
    last = [call.name for call in calls if call.has_positions][-1:]
    fields = [fields_of(run).get(node_name(name)) for name in last]
    return max([0, *(int(max(field.stride)) for field in fields if field is not None)])


def _head(program: Program) -> HeadKind:
    kinds = [call.kind for call in program.calls]
    if _GLOBAL.intersection(kinds):
        return "global pooling"
    return "flatten" if "Flatten" in kinds else "other"
