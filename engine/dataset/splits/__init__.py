"""Which pictures train, validate and test: shares, groups, folds, moves by hand, split files."""
