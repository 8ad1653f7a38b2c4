"""One picture of the dataset, large."""
