"""How the labels of a run's training pictures were learned, epoch by epoch: recorded, and read afterwards."""
