"""Tricks with sizes that fill the memory, and with configs that are none."""

from pathlib import Path

from tests.engine.hostile.code import thing
from tests.engine.hostile.sound import Config, Sound, in_config, in_file, layer


@in_config
def billions_of_units(config: Config) -> None:
    layer(config, "scores")["config"]["units"] = 10**12


@in_config
def millions_of_filters(config: Config) -> None:
    layer(config, "convolution")["config"]["filters"] = 10**9


@in_config
def build_config_for_a_giant(config: Config) -> None:
    layer(config, "scores")["build_config"] = {"input_shape": [None, 1 << 40]}


@in_config
def picture_of_a_giant(config: Config) -> None:
    layer(config, "entry")["config"]["batch_shape"] = [None, 60_000, 60_000, 3]


@in_config
def number_of_400_digits(config: Config) -> None:
    layer(config, "scores")["config"]["units"] = 10**400


@in_file
def number_of_5000_digits(path: Path, sound: Sound) -> None:
    sound.write(path, config_json=sound.members["config.json"].replace(b'"units": 2', b'"units": ' + b"9" * 5000))


@in_config
def negative_units(config: Config) -> None:
    layer(config, "scores")["config"]["units"] = -5


@in_config
def array_of_long_texts(config: Config) -> None:
    mark = {"class_name": "__numpy__", "config": {"value": ["a"], "dtype": "U1000000000"}}
    layer(config, "scores")["config"]["activation"] = mark


@in_file
def brackets_in_brackets(path: Path, sound: Sound) -> None:
    sound.write(path, config_json=b"[" * 5000 + b"]" * 5000)


@in_config
def models_that_call_models_twice(config: Config) -> Config:
    nested = layer(config, "nested")
    for depth in range(12):
        call = nested["inbound_nodes"][0] if nested.get("inbound_nodes") else {"args": [], "kwargs": {}}
        outer = {"name": f"outer{depth}", "layers": [{**nested, "inbound_nodes": [call] * 8}]}
        nested = {**nested, "class_name": "Functional", "config": outer, "name": f"outer{depth}"}
    config["config"]["layers"].append(nested)
    return config


@in_config
def layer_that_reads_itself(config: Config) -> None:
    scores = layer(config, "scores")
    scores["inbound_nodes"][0]["args"][0]["config"]["keras_history"] = ["scores", 0, 0]


@in_config
def config_that_is_a_list(config: Config) -> list[Config]:
    return [config]


@in_config
def config_of_a_layer(config: Config) -> Config:
    return thing("Dense", "keras.layers", units=2)


@in_config
def config_without_layers(config: Config) -> None:
    del config["config"]["layers"]


@in_config
def config_without_class(config: Config) -> None:
    del config["class_name"]


@in_file
def config_that_is_no_json(path: Path, sound: Sound) -> None:
    sound.write(path, config_json=b"__import__('os').system('touch written')")


@in_file
def config_in_other_letters(path: Path, sound: Sound) -> None:
    sound.write(path, config_json=b"\xff\xfe\x00{")
