"""The options of augmentation as people set them: titles, groups, units, ends of the sliders. Free of Qt."""

from dataclasses import dataclass
from typing import Final, Literal

from engine.contract.config import AugmentationConfig, TaskName

OptionGroup = Literal["Geometric", "Photometric", "Mixing", "Repeating"]
_CLASS_OR_BOXES: Final = "Two pictures are blended with their labels: one class for each picture, or boxes."
_BOXES: Final = "Four pictures are put together with their labels, which have to be boxes."
GROUPS: Final[tuple[OptionGroup, ...]] = ("Geometric", "Photometric", "Mixing", "Repeating")


@dataclass(frozen=True, slots=True)
class AugmentationOption:
    """One change of pictures.

    Attributes:
        name: its field in ``AugmentationConfig``.
        group: where it stands.
        unit: behind the shown number; shares are shown in percent.
        step: smallest change of the shown number by the slider.
        highest: right end of the slider, as shown; a typed number may go up to the limit of the field.
        lowest: left end of the slider, as shown.
        detail_of: the option that this one says more about, without which it means nothing; None for one of its own.
        needs: what labels have to be like, where not all tasks have such; a sentence.
    """

    name: str
    group: OptionGroup
    unit: str = "%"
    step: float = 1.0
    highest: float = 100.0
    lowest: float = 0.0
    detail_of: str | None = None
    needs: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return AugmentationConfig.model_fields[self.name].title or self.name

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off, without a strength."""
        return AugmentationConfig.model_fields[self.name].annotation is bool

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number."""
        return AugmentationConfig.model_fields[self.name].annotation is int

    @property
    def description(self) -> str:
        """What the strength means."""
        return AugmentationConfig.model_fields[self.name].description or ""

    @property
    def probability(self) -> str | None:
        """The field that says how often the change is made; None where the strength itself is that."""
        field = f"{self.name}_probability"
        return field if field in AugmentationConfig.model_fields else None

    @property
    def limit(self) -> float:
        """The largest number that may be typed, as it is shown."""
        limits = [limit.le for limit in AugmentationConfig.model_fields[self.name].metadata if hasattr(limit, "le")]
        return self.shown(float(limits[0])) if limits else self.highest

    def shown(self, value: float) -> float:
        """A value of the field as it is shown."""
        return round(value * 100, 6) if self.unit == "%" else value

    def stored(self, number: float) -> float:
        """A shown number as a value of the field."""
        if self.is_whole:
            return round(number)
        return round(number / 100, 6) if self.unit == "%" else number


OPTIONS: Final = (
    AugmentationOption("flip_horizontal", "Geometric"),
    AugmentationOption("flip_vertical", "Geometric"),
    AugmentationOption("shift", "Geometric", highest=50),
    AugmentationOption("rotation", "Geometric", unit="°", highest=180),
    AugmentationOption("scale", "Geometric", highest=90),
    AugmentationOption("shear", "Geometric", unit="°", highest=45),
    AugmentationOption("perspective", "Geometric", highest=40),
    AugmentationOption("crop", "Geometric", highest=90),
    AugmentationOption("elastic", "Geometric", unit="px", step=0.5, highest=32),
    AugmentationOption("elastic_points", "Geometric", unit="points", highest=9, lowest=3, detail_of="elastic"),
    AugmentationOption("brightness", "Photometric"),
    AugmentationOption("contrast", "Photometric"),
    AugmentationOption("saturation", "Photometric"),
    AugmentationOption("hue", "Photometric", unit="°", highest=180),
    AugmentationOption("noise", "Photometric", step=0.5, highest=50),
    AugmentationOption("blur", "Photometric", unit="px", step=0.1, highest=5),
    AugmentationOption("jpeg", "Photometric", highest=95),
    AugmentationOption("cutout", "Photometric", highest=70),
    AugmentationOption("superimpose", "Mixing", highest=50),
    AugmentationOption("mixup", "Mixing", needs=_CLASS_OR_BOXES),
    AugmentationOption("mosaic", "Mixing", needs=_BOXES),
    AugmentationOption("mosaic_off", "Mixing", detail_of="mosaic", needs=_BOXES),
    AugmentationOption("versions", "Repeating", unit="versions", highest=50),
)


def is_on(option: AugmentationOption, config: AugmentationConfig) -> bool:
    """Whether an option changes pictures by itself."""
    if option.detail_of is not None:
        return False
    often = 1.0 if option.probability is None else getattr(config, option.probability)
    return bool(getattr(config, option.name)) and often > 0


def number_on(group: OptionGroup, config: AugmentationConfig) -> int:
    """How many options of a group are on."""
    return sum(is_on(option, config) for option in OPTIONS if option.group == group)


def refusal(option: AugmentationOption, task: TaskName | None) -> str:
    """Why an option cannot be used with a task; empty where it can. None: nothing can be trained yet."""
    extra = AugmentationConfig.model_fields[option.name].json_schema_extra
    tasks = extra.get("tasks") if isinstance(extra, dict) else None
    if isinstance(tasks, list) and task not in tasks:
        return option.needs
    return ""
