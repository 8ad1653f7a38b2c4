"""Masks as arrays: from files, from outlines, from run lengths."""
