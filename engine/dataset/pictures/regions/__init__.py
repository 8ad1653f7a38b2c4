"""Parts of pictures that are too large to be decoded as a whole."""
