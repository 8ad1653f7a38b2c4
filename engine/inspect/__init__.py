"""Why does a network say what it says? One idea a file; each works on any functional Keras model."""
