"""How each architecture is drawn, a file for each family: functions from options to a graph."""
