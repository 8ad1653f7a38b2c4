"""The places of the window: each composes views and forwards intents to the session."""
