"""Views of a network as data: its layers, its arithmetic, its place in the catalogue."""
