"""From a folder on disk to an index: recognised, read, checked, divided. Free of Keras and of Qt."""
