"""The window: shows what the engine knows to a person. Free of Keras and of TensorFlow."""
