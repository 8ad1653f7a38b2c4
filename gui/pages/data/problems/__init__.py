"""The tab that lists what is wrong with a dataset."""
