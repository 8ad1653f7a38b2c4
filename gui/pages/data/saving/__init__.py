"""Saving corrected labels: what will be done is told first, what was done afterwards."""
