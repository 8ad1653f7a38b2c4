"""The Start page: what can be opened or tried."""
