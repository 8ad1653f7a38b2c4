"""Starting from a backbone: what is chosen, what is frozen, the download of pretrained weights."""
