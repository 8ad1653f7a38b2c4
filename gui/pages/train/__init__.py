"""The Train page: settings, curves, pinned pictures."""
