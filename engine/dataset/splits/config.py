"""How the pictures of an index are divided, as it keeps that."""

from pydantic import ValidationError

from engine.contract.config import SplitConfig

# Where it is kept in ``meta``; not there until somebody divides the pictures in another way than the usual one.
KEY = "split_config"


def read_config(text: str | None) -> SplitConfig | None:
    """The config that was kept; None where there is none, or one of a version with other fields."""
    try:
        return None if text is None else SplitConfig.model_validate_json(text)
    except ValidationError:
        return None
