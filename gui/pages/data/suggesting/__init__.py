"""Boxes and outlines of a run as suggestions on the large preview of the Data page."""
