"""Saving a dataset in another format."""
