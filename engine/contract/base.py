"""The strict bases of every value that crosses the process boundary."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; unknown fields are refused, so that a misspelt setting is an error and not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Event(Value):
    """What all events share; ``id`` is that of the command, empty for events nobody asked for."""

    id: str = ""


class Command(Value):
    """What all commands share; ``id`` is chosen by the sender."""

    id: str = ""
