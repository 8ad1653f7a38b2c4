"""The canvas of the builder: cards of nodes, wires between them, and the gestures that change them."""
