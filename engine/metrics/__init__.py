"""Metrics that are followed while a network learns, batch after batch, on every backend."""
