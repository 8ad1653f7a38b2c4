"""The Errors tab of the Inspect page: views of an evaluation, and the pictures behind what they show."""
