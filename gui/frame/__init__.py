"""What surrounds every page: rail, status bar, banners, help."""
