"""Masks in files of their own: a class for each pixel, or one object each."""
