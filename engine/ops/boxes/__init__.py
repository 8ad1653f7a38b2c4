"""Boxes as numbers: their forms, overlaps, codes and matches, one idea a file."""
