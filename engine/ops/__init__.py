"""Numbers that measure predictions: plain NumPy, free of Keras."""
