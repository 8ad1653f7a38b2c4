"""The fields of a form come from the contract alone."""

from engine.contract.config import RunConfig, TrainingConfig
from gui.form_fields import FieldKind, form_fields, value_at


def test_every_grouped_field_of_a_run_is_in_the_form() -> None:
    paths = [field.path for field in form_fields(RunConfig)]

    assert "training.epochs" in paths
    assert "augmentation.rotation" in paths
    assert "seed" in paths
    assert "network.name" not in paths


def test_types_decide_the_controls() -> None:
    fields = {field.path: field for field in form_fields(TrainingConfig)}

    assert fields["epochs"].kind is FieldKind.WHOLE
    assert fields["learning_rate"].kind is FieldKind.NUMBER
    assert fields["weight_averaging"].kind is FieldKind.SWITCH
    assert fields["schedule"].choices == (("constant", "constant"), ("step", "step"), ("cosine", "cosine"))


def test_unknown_stays_a_choice_where_the_network_decides() -> None:
    fields = {field.path: field for field in form_fields(TrainingConfig)}

    assert fields["batch_normalisation"].choices[0] == (None, "as the network says")
    assert fields["dropout"].is_optional


def test_limits_and_units_come_from_the_contract() -> None:
    fields = {field.path: field for field in form_fields(TrainingConfig)}

    assert (fields["epochs"].lowest, fields["epochs"].highest) == (1, 100_000)
    assert fields["batch_size"].unit == "pictures"


def test_a_value_is_found_by_its_path() -> None:
    assert value_at(TrainingConfig(epochs=7), "epochs") == 7
