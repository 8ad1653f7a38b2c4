"""The picture that excites a class or a channel most, climbed to before one's eyes."""
