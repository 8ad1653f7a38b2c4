"""What a training will cost on this machine: by arithmetic at once, by a short dry step when asked."""
