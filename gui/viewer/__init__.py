"""One picture, large: zoom, layers over it, and the value under the cursor."""
