"""The tab that shows two networks side by side."""
