"""Pascal VOC: XML files, and masks with its palette."""
