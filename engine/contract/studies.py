"""Studies: questions about a network that look at many pictures."""

from engine.contract.embedding import EmbedSplit, SplitEmbedded
from engine.contract.label_errors import FindLabelErrors, LabelErrorsFound
from engine.contract.trust import MeasureTrust, TrustMeasured

Study = MeasureTrust | EmbedSplit | FindLabelErrors
"""All commands of studies."""

Studied = TrustMeasured | SplitEmbedded | LabelErrorsFound
"""All events that end them."""
