"""The Inspect page: why a network says what it says."""
