"""One reader for each format: ``find`` looks whether a scan could be read, ``read`` lists it. Found in registry.py."""
