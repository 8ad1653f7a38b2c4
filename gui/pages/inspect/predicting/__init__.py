"""Many pictures predicted one after the other."""
