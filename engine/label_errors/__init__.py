"""Labels that are likely wrong: every picture against the network and against its neighbours, and the ranking."""
