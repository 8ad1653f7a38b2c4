"""Keras layers: those of every node type, and the custom ones for what Keras itself cannot say."""
