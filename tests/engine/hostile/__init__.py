"""Files that want to run code, reach other files, or fill the memory; one function for each trick."""

from tests.engine.hostile import archives, code, forms, weights
from tests.engine.hostile.sound import TRICKS, Sound

__all__ = ["TRICKS", "Sound", "archives", "code", "forms", "weights"]
