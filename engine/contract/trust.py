"""Whether maps tell the truth about a network: the question, and the table that answers it."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value


class MethodTrust(Value):
    """What the tests say of a method; all numbers are means over the pictures.

    Attributes:
        method: its name on the command line; "random" (cells in any order) and "centre" know nothing of the network.
        deletion: mean score while square cells of the picture are taken away and filled from their neighbours, most
            important first; low is good.
        chance: deletion by the same maps with their cells in another order, which are as coarse and know nothing;
            None for maps that know nothing themselves.
        insertion: mean score while they come back into a blurred picture; high is good.
        pointing: share of the maps whose maximum lies where the class really is, in a true box or on a true pixel; None
            where no place is known.
        likeness: rank correlation of the map with that of the network with randomised weights; should be near 0.
        seconds: for one map.
        note: why the method was not tested; empty if it was.
    """

    method: str
    deletion: float | None = None
    chance: float | None = None
    insertion: float | None = None
    pointing: float | None = None
    likeness: float | None = None
    seconds: float | None = None
    note: str = ""


class TrustTable(Value):
    """Methods beside maps that know nothing; of ``placed`` pictures it is known where the class really is."""

    run: str
    split: str
    pictures: int
    placed: int
    methods: tuple[MethodTrust, ...]


class MeasureTrust(Command):
    """Test methods on pictures of a split; none stands for the usual ones. Ends with ``TrustMeasured``."""

    type: Literal["measure_trust"] = "measure_trust"
    run: str
    split: Literal["train", "validation", "test"] = "validation"
    methods: tuple[str, ...] = ()
    pictures: int = Field(40, ge=1)


class TrustMeasured(Event):
    """The table is complete."""

    type: Literal["trust_measured"] = "trust_measured"
    table: TrustTable
