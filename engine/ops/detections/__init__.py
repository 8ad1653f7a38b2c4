"""How well objects are found in pictures, one question a file: plain NumPy, free of Keras."""
