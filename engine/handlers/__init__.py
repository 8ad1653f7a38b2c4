"""What an engine process does for each command; one module for each set of imports that a command needs."""
