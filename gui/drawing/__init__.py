"""Boxes and outlines drawn, moved and resized by hand over a picture."""
