"""How good a run is, one task a file."""
