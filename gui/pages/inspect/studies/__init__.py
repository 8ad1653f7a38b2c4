"""Tabs of the Inspect page that look at many pictures at once."""
