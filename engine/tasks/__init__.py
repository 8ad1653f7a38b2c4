"""What a network can be asked to do, one task a file."""
