"""What several networks say of every pixel of one picture, in linked panes."""
