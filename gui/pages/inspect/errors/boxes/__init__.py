"""The Errors tab for networks that say boxes."""
