"""Studies: questions about a network that look at many pictures, or at many versions of one."""

from engine.contract.trust import MeasureTrust, TrustMeasured

Study = MeasureTrust
"""All commands of studies."""

Studied = TrustMeasured
"""All events that end them."""
