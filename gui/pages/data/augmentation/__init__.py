"""The tab that previews augmentation."""
