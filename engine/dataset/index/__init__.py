"""The index of a dataset: its tables, who writes them, and the questions a view asks."""
