"""Numbers that measure predictions: plain NumPy, free of Keras, but for ``boxes``, which networks compute with."""
