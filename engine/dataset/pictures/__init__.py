"""A picture file as pixels, thumbnails and facts: the one decoder and what surrounds it."""
