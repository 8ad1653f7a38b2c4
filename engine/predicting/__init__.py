"""What a run says of pictures, one task a file."""
