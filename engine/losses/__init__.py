"""What pixels and boxes cost: losses of networks, one for each sample, on every backend."""
