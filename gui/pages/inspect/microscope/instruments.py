"""The one table of instruments: the bar of the Microscope tab lists what is here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gui.pages.inspect.microscope.borders.inquiry import borders_instrument
from gui.pages.inspect.microscope.deformation.inquiry import deformation_instrument
from gui.pages.inspect.microscope.instrument import Instrument
from gui.pages.inspect.microscope.pooling.inquiry import pooling_instrument
from gui.pages.inspect.microscope.skips.inquiry import skips_instrument
from gui.session import Session
from gui.settings import SettingsStore


@dataclass(frozen=True, slots=True)
class InstrumentEntry:
    """One instrument.

    Attributes:
        name: in settings and tests.
        title: in the bar.
        tip: what it shows.
        make: the instrument, with who asks for it.
    """

    name: str
    title: str
    tip: str
    make: Callable[[Session, SettingsStore], Instrument]


INSTRUMENTS: Final = (
    InstrumentEntry(
        "skips", "Skips", "Make early maps that are read again weaker, or switch them off", skips_instrument
    ),
    InstrumentEntry(
        "pooling", "Pooling", "Which value wins in every window, and where values are put back", pooling_instrument
    ),
    InstrumentEntry(
        "borders", "Border weights", "How much each pixel counts in learning: more in narrow gaps", borders_instrument
    ),
    InstrumentEntry(
        "deformation",
        "Deformation",
        "How the elastic deformation of augmentation bends picture and mask",
        deformation_instrument,
    ),
)
