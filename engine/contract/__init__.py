"""What crosses the process boundary: messages, configs, predictions, errors. Free of Keras and of Qt."""
