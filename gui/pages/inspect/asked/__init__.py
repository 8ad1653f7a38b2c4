"""Classifiers that are asked about parts of pictures."""
