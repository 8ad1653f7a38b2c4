"""Charts of numbers: curves over epochs, histograms, maps of counts, confusion matrices, sparklines."""
