"""Corrections of labels: the journal that keeps them, and what they come to."""
