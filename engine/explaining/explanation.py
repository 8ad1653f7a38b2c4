"""What is asked and what is answered when a score is explained."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.explaining.chosen_box import ChosenBox
from engine.explaining.chosen_pixels import ChosenPixels
from engine.inspect.probe import PREDICTED, Floats

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be explained, and how.

    Attributes:
        target: class index; ``PREDICTED`` for the predicted one.
        other: class that Finer-CAM speaks against; ``PREDICTED`` for the most probable other one.
        layer: where class activation looks; None for the last layer with positions.
        window_px: side of the window of occlusion; None for an eighth of the picture.
        side_px: longer side of the enlarged picture of a heat map; None for twice the network's.
        pixels: of a network that speaks of each: those that are explained; None for those of the target.
        box: of a detector the one that is explained; None for the best of the target.
        on_progress: hears how many of how many parts are done; may raise to cancel.
    """

    target: int = PREDICTED
    other: int = PREDICTED
    layer: str | None = None
    window_px: int | None = None
    side_px: int | None = None
    pixels: ChosenPixels | None = None
    box: ChosenBox | None = None
    on_progress: OnProgress | None = None

    @property
    def weights(self) -> Floats | None:
        """(rows, columns): how much each cell of the class map counts, or (1, boxes) each box; None where all do."""
        if self.box is not None:
            return self.box.weights
        return None if self.pixels is None else self.pixels.weights

    def about(self, box: ChosenBox | None) -> "Question":
        """The same about one box, and its class where none is named; None changes nothing."""
        if box is None:
            return self
        return replace(self, box=box, target=box.label if self.target == PREDICTED else self.target)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A raw map over the network's input.

    Attributes:
        method: one of ``METHODS``.
        layer: where it was taken; the name of the input for methods that explain pixels.
        values: (h, w) float32, on the grid of the layer, not normalised.
        target: the class.
        score: its probability, of chosen pixels the mean.
        logit: what the map explains, of chosen pixels the sum.
        bias: for an exact CAM and templates: added to mean or sum of the map it gives the logit.
        channels: (h, w, channels), signed, where the method explains each channel of the input; ``values`` sums it up.
        variant: what the name does not say, such as "exact" or "against cat".
        gap: of integrated gradients: how far the sum is from the change of the logit.
        replaced: how many ReLUs had another backward rule.
        pixels: of which pixels the target was explained; None for a network that speaks of whole pictures.
        warnings: what a reader must know.
    """

    method: str
    layer: str
    values: Floats
    target: str
    score: float
    logit: float
    bias: float | None = None
    channels: Floats | None = None
    variant: str | None = None
    gap: float | None = None
    replaced: int | None = None
    pixels: ChosenPixels | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether values below zero speak against the class."""
        return bool((self.values < 0).any())
