"""One reader for each layout of a dataset: what was scanned -> a listing, or None where the layout is another."""
