"""Compares the pictures of a dataset with each other: duplicates, leaks between splits, missing classes."""
