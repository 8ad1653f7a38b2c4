"""Charts of numbers: curves over epochs, bars of classes, confusion matrices, sparklines."""
