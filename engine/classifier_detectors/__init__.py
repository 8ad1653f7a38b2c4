"""Detectors that ask a classifier of whole pictures about parts of a picture: windows, or proposals."""
