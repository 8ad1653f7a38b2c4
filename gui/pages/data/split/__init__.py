"""How the pictures are divided, and changing that."""
