"""Only the settings that differ are listed."""

from gui.runs.differences import compare, network_title, value_words, with_default_settings
from tests.gui.sample_runs import sample_config


def test_equal_runs_differ_in_nothing() -> None:
    assert compare([sample_config(), sample_config()]).differences == ()


def test_a_setting_that_differs_is_listed_in_words() -> None:
    comparison = compare([sample_config(learning_rate=0.0003), sample_config()])

    assert [(item.name, item.values) for item in comparison.differences] == [("Learning rate", ("0.0003", "0.001"))]
    assert comparison.total > 30


def test_a_single_run_is_compared_with_the_defaults() -> None:
    config = sample_config(learning_rate=0.5)

    names = [item.name for item in compare([config, with_default_settings(config)]).differences]

    assert names == ["Epochs", "Learning rate"]


def test_networks_are_called_by_their_titles() -> None:
    comparison = compare([sample_config(), sample_config(network="linear")])

    assert comparison.differences[0].values == ("LeNet-5", "Linear classifier")


def test_settings_read_as_words() -> None:
    assert [value_words(value) for value in (None, True, False, 0.1, "adam")] == [
        "as the network",
        "on",
        "off",
        "0.1",
        "adam",
    ]


def test_detectors_of_a_classifier_have_titles() -> None:
    assert [network_title(name) for name in ("r-cnn", "sliding-window", "lenet5", "custom")] == [
        "R-CNN", "Sliding windows", "LeNet-5", "custom",
    ]  # fmt: skip
