"""What a network is: graphs as data, their arithmetic, the built-in architectures, and their Keras models."""
