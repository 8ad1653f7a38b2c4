"""Many pictures, small: the virtual gallery, strips of pictures and tiles of feature maps."""
