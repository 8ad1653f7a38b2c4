"""Boxes as numbers that layers of networks compute with, one idea a file; free of the engine."""
