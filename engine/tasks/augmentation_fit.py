"""Says which changes of training pictures a task cannot learn from."""

from engine.contract.config import AugmentationConfig, RunConfig
from engine.contract.errors import UserError


def require_fitting_augmentation(config: RunConfig) -> None:
    """Refuse changes whose labels the task of a run does not have.

    Raises:
        UserError: one of them is asked for.
    """
    if not config.augmentation.enabled:
        return
    for name, field in AugmentationConfig.model_fields.items():
        extra, value = field.json_schema_extra, getattr(config.augmentation, name)
        tasks = extra.get("tasks") if isinstance(extra, dict) else None
        if isinstance(tasks, list) and config.task not in tasks and value != field.default:
            raise UserError(
                f"{field.title} mixes labels that {config.task} does not have. Received: {value:g}.",
                f"Set augmentation.{name} to {field.default:g}.",
            )
