"""Random changes of training pictures: one composed warp per sample, then light, noise, holes and blends."""
