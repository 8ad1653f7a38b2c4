"""The Field tab: what a cell sees of the picture, and which cells see a pixel."""
