"""Folders that say something by their names, or nothing."""
