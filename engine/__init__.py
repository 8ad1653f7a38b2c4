"""The engine: makes a network learn and explains it. Knows nothing of windows."""
