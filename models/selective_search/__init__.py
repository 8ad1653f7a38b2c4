"""Selective search: boxes that may hold an object, whatever its class, from the colours of a picture alone."""
