"""How much each pixel counts in learning: the weights of the gaps between objects, and of classes."""
