"""Which values win in the windows of a maximum pooling, and where an unpooling puts values back."""
