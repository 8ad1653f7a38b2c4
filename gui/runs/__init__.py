"""Runs as the window knows them: the next one, the one that is watched, all there are."""
