"""The view of the Runs page that lays the boxes of two detectors beside each other."""
