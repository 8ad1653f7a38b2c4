"""The stages of a detector on one picture, step by step."""
