"""The one table of instruments: the bar of the Microscope tab lists what is here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.contract.events import ModelDescribed
from gui.pages.inspect.microscope.borders.inquiry import borders_instrument
from gui.pages.inspect.microscope.deformation.inquiry import deformation_instrument
from gui.pages.inspect.microscope.detector.inquiry import detector_instrument
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
        fits: whether it can look into a network.
    """

    name: str
    title: str
    tip: str
    make: Callable[[Session, SettingsStore], Instrument]
    fits: Callable[[ModelDescribed], bool]


def _says_pixels(model: ModelDescribed) -> bool:
    return model.class_map is not None


def _says_boxes(model: ModelDescribed) -> bool:
    return model.has_box_stages


INSTRUMENTS: Final = (
    InstrumentEntry(
        "skips",
        "Skips",
        "Make early maps that are read again weaker, or switch them off",
        skips_instrument,
        _says_pixels,
    ),
    InstrumentEntry(
        "pooling",
        "Pooling",
        "Which value wins in every window, and where values are put back",
        pooling_instrument,
        _says_pixels,
    ),
    InstrumentEntry(
        "borders",
        "Border weights",
        "How much each pixel counts in learning: more in narrow gaps",
        borders_instrument,
        _says_pixels,
    ),
    InstrumentEntry(
        "deformation",
        "Deformation",
        "How the elastic deformation of augmentation bends picture and mask",
        deformation_instrument,
        _says_pixels,
    ),
    InstrumentEntry(
        "detector", "Detector", "All stages of a detector, from places to boxes", detector_instrument, _says_boxes
    ),
)


def fitting(model: ModelDescribed) -> tuple[InstrumentEntry, ...]:
    """The instruments that can look into a network."""
    return tuple(entry for entry in INSTRUMENTS if entry.fits(model))
