"""Tricks that want a config to run code, or to reach what is no layer."""

import base64
import marshal
from pathlib import Path
from typing import Any

import keras
from keras import layers

from tests.engine.hostile.sound import Config, Sound, in_config, in_file, layer


def function(name: str, module: str) -> Config:
    """A function as Keras writes it into a config."""
    return {"class_name": "function", "config": name, "module": module, "registered_name": name}


def thing(class_name: str, module: str, **config: Any) -> Config:
    """An object as Keras writes it into a config."""
    return {"class_name": class_name, "config": config, "module": module, "registered_name": None}


@in_file
def lambda_layer(path: Path, _sound: Sound) -> None:
    entry = keras.Input((8, 8, 3))
    keras.Model(entry, layers.Lambda(lambda x: x + 1)(entry)).save(path)


@in_config
def lambda_under_another_name(config: Config) -> None:
    layer(config, "scores").update(class_name="Lambda", registered_name="Dense")


@in_config
def lambda_as_activation(config: Config) -> None:
    code = base64.b64encode(marshal.dumps(compile("open('written', 'w')", "x", "exec"))).decode()
    value = {"code": code, "defaults": None, "closure": None}
    layer(config, "scores")["config"]["activation"] = {"class_name": "__lambda__", "config": {"value": value}}


@in_config
def lambda_as_argument_of_a_call(config: Config) -> None:
    layer(config, "scores")["inbound_nodes"][0]["kwargs"]["mask"] = {
        "class_name": "__lambda__",
        "config": {"value": ""},
    }


@in_config
def shell_as_activation(config: Config) -> None:
    layer(config, "scores")["config"]["activation"] = function("system", "os")


@in_config
def evaluation_as_activation(config: Config) -> None:
    layer(config, "scores")["config"]["activation"] = function("eval", "builtins")


@in_config
def switch_that_allows_lambdas(config: Config) -> None:
    layer(config, "scores")["config"]["activation"] = function("enable_unsafe_deserialization", "keras.config")


@in_config
def download_as_activation(config: Config) -> None:
    layer(config, "scores")["config"]["activation"] = function("get_file", "keras.utils")


@in_config
def function_without_name(config: Config) -> None:
    layer(config, "scores")["config"]["activation"] = {"class_name": "function", "config": ["system"], "module": "os"}


@in_config
def foreign_class_as_layer(config: Config) -> None:
    layer(config, "scores").update(class_name="Popen", module="subprocess", config={"args": ["touch", "written"]})


@in_config
def class_name_that_is_a_list(config: Config) -> None:
    layer(config, "scores")["class_name"] = ["Dense"]


@in_config
def registered_name_of_others(config: Config) -> None:
    layer(config, "scores").update(registered_name="evil>Dense")


@in_config
def our_package_in_a_foreign_module(config: Config) -> None:
    layer(config, "scores").update(class_name="SubSampling", module="os", registered_name="fovea>SubSampling")


@in_config
def our_package_without_such_a_layer(config: Config) -> None:
    layer(config, "scores").update(class_name="system", module="models.layers.os", registered_name="fovea>system")


@in_config
def layer_without_module(config: Config) -> None:
    del layer(config, "scores")["module"]


@in_config
def torch_module(config: Config) -> None:
    layer(config, "scores").update(class_name="TorchModuleWrapper", config={"module": {"class_name": "x"}})


@in_config
def saved_model_from_elsewhere(config: Config) -> None:
    layer(config, "scores").update(class_name="TFSMLayer", config={"filepath": "/tmp/evil"})


@in_config
def vocabulary_from_elsewhere(config: Config) -> None:
    layer(config, "scores").update(class_name="StringLookup", config={"vocabulary": "/etc/passwd"})


@in_config
def operation_with_a_function(config: Config) -> None:
    layer(config, "scores").update(class_name="Map", module="keras.src.ops.core", config={"f": function("exec", "os")})


@in_config
def type_from_a_module(config: Config) -> None:
    mark = {"class_name": "__typespec__", "spec_name": "system", "module": "os", "registered_name": None, "config": []}
    layer(config, "scores")["config"]["activation"] = mark


@in_config
def initializer_of_others(config: Config) -> None:
    layer(config, "scores")["config"]["kernel_initializer"] = thing("remove", "os", path="/tmp/x")


@in_config
def regularizer_of_others(config: Config) -> None:
    changed = {**thing("L2", "evil"), "registered_name": "evil>L2"}
    layer(config, "convolution")["config"]["kernel_regularizer"] = changed


@in_config
def constraint_of_others(config: Config) -> None:
    layer(config, "scores")["config"]["kernel_constraint"] = thing("Constraint", "keras.src.evil")


@in_config
def precision_of_others(config: Config) -> None:
    layer(config, "scores")["config"]["dtype"] = thing("system", "os", name="float32")


@in_config
def precision_with_quantization(config: Config) -> None:
    policy = thing("QuantizedDTypePolicy", "keras", mode="int8", source_name="float32")
    layer(config, "scores")["config"]["dtype"] = policy


@in_config
def quantization_of_others(config: Config) -> None:
    layer(config, "scores")["config"]["quantization_config"] = thing("Popen", "subprocess", args="touch written")


@in_config
def loss_of_a_nested_model(config: Config) -> None:
    layer(config, "nested")["compile_config"]["loss"] = function("system", "os")


@in_config
def layer_in_a_wrapper(config: Config) -> None:
    inner = thing("Lambda", "keras.layers", function="x")
    layer(config, "scores").update(class_name="SpectralNormalization", config={"layer": inner})
