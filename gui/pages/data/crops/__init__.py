"""Making a dataset of crops."""
