"""The Invariance tab: what a network says while the picture is shifted, turned, scaled, darkened or covered."""
