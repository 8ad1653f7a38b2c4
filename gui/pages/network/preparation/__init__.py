"""The tab that shows what preparation does to pixel values."""
