"""The options of an architecture as fields of a form. Free of Qt."""

from collections.abc import Mapping

from gui.form_fields import FieldKind, FormField
from models.options import Option, OptionKind

_KINDS = {
    OptionKind.INTEGER: FieldKind.WHOLE,
    OptionKind.NUMBER: FieldKind.NUMBER,
    OptionKind.SWITCH: FieldKind.SWITCH,
    OptionKind.CHOICE: FieldKind.CHOICE,
}


def option_fields(options: Mapping[str, Option]) -> tuple[FormField, ...]:
    """One field for each option that has a control; pairs and tables are left out."""
    return tuple(_field(name, option) for name, option in options.items() if option.kind in _KINDS)


def _field(name: str, option: Option) -> FormField:
    return FormField(
        path=name,
        title=option.title,
        kind=_KINDS[option.kind],
        tip=option.description,
        unit=option.unit,
        choices=tuple((choice, choice) for choice in option.choices),
        lowest=option.minimum,
        highest=option.maximum,
    )
