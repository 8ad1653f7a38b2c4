"""From a bare Python to a running Fovea; uses the standard library only."""
