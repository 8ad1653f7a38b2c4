"""What the answers of detectors mean, one family a file: how they are learned, and how boxes are read from them."""
