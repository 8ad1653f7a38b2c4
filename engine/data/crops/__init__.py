"""Training on crops of pictures: where they are taken, so that rare classes are seen, and how they are cut out."""
