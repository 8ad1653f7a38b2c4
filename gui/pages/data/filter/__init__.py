"""The bar that filters and sorts the gallery."""
