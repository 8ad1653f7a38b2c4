"""The Data page: the pictures that a network will learn from."""
