"""The tab that charts how a dataset is made up."""
