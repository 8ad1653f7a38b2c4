"""What pixels cost: losses of networks that give every pixel a class, one for each sample, on every backend."""
