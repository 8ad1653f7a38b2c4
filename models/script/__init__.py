"""A graph as a readable Keras script that needs nothing of Fovea."""

from models.script.document import write_script

__all__ = ["write_script"]
