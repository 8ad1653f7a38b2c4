"""Labels of whole pictures, corrected in the window."""
