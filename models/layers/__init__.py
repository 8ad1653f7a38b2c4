"""Keras layers for what Keras itself cannot say."""
