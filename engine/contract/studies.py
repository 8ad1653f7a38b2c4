"""Studies: questions about a network that look at many pictures."""

from engine.contract.embedding import EmbedSplit, SplitEmbedded
from engine.contract.trust import MeasureTrust, TrustMeasured

Study = MeasureTrust | EmbedSplit
"""All commands of studies."""

Studied = TrustMeasured | SplitEmbedded
"""All events that end them."""
