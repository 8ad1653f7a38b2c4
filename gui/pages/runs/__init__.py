"""The Runs page: all trainings."""
