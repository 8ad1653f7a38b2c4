"""The arithmetic of one value: patch times kernel plus bias, with the numbers of one's own network."""
