"""Sample datasets that Fovea draws itself, so that everything can be tried without a download."""
