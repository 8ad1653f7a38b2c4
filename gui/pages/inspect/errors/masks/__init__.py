"""The Errors tab for networks that say something of every pixel."""
