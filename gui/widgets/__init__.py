"""Controls with the measures of the design: they get values and emit intents."""
