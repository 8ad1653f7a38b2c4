"""Writes datasets in other formats, one file each."""
