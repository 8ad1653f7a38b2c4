"""From picture files to batches: fitted, cached, augmented, prepared, in an order that a seed decides."""
