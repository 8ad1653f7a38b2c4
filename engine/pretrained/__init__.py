"""Weights that others learned on ImageNet: where they are, how they are fetched, how they fit our graphs."""
