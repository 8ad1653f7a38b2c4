"""The parts that a training is made of."""
