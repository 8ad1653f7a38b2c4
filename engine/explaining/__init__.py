"""A map that explains one score of one picture, by any available method."""
