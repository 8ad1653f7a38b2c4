"""Tables of classes and of boxes."""
