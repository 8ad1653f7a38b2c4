"""All layers of a network in one scroll, and one map as large as there is room."""
