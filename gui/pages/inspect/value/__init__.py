"""The Value tab: where one number of a network comes from, with the numbers that made it."""
