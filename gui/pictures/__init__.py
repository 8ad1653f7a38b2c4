"""Pictures on their way from files and arrays to the screen."""
