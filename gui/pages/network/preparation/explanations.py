"""What each step of the preparation does, and why, in one sentence each. Free of Qt."""

from dataclasses import dataclass

from engine.contract.config import InputConfig

_FITS = {
    "letterbox": "The whole picture is shrunk into the input and keeps its shape, so that nothing is cut or squeezed; "
    "grey bars fill the rest.",
    "stretch": "Width and height are shrunk apart, so that the input is filled; round things may become oval.",
    "crop": "The picture is shrunk until its shorter side fits, so that things stay large; the ends of the longer side "
    "are lost.",
    "patches": "Nothing is shrunk, so that every pixel keeps its size: while learning, the network sees parts of the "
    "pictures, cut anywhere; later it looks at a picture part by part. Here the middle is shown.",
}
_SCALES = {
    "0..1": "Values from 0 to 255 become 0 to 1: small numbers keep sums and gradients in a range that learns well.",
    "-1..1": "Values from 0 to 255 become -1 to 1: small numbers on both sides of zero, without measuring anything.",
    "0..255": "Values stay from 0 to 255: a network then needs small weights first, or one of the steps below.",
}
_SUBTRACTIONS = {
    "nothing": "Nothing is subtracted: every input has the same sign unless the scale changes that, so all weights "
    "of a filter tend to move together.",
    "channel means": "The mean of each channel over the training pictures becomes zero: inputs lie on both sides of "
    "it, and weights of a filter can move apart.",
    "mean image": "The mean of all training pictures becomes zero at every pixel: what all of them have in common, "
    "such as dark corners, disappears.",
}
_PRETRAINED = (
    "Fixed means from another dataset are subtracted, because a network that learned with them knows pictures only so."
)
_DIVISION = (
    "Each channel is divided by its standard deviation, so that all channels speak equally loud and one learning rate "
    "suits them all."
)
_NO_DIVISION = "Nothing is divided: a channel with stronger contrast counts for more."


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step: its name and a sentence."""

    step: str
    sentence: str


def explanations(config: InputConfig) -> tuple[Explanation, ...]:
    """The steps from a picture to the numbers that the network gets, in their order."""
    return (
        Explanation("Fit", _FITS.get(config.fit, _described("fit"))),
        Explanation("Scale", _SCALES.get(config.scale, _described("scale"))),
        Explanation("Subtract", _SUBTRACTIONS.get(config.subtract, _PRETRAINED)),
        Explanation("Divide", _DIVISION if config.divide_by_deviation else _NO_DIVISION),
    )


def _described(field: str) -> str:
    return InputConfig.model_fields[field].description or ""
