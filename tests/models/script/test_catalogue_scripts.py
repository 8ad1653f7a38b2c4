"""The script of every network of the catalogue builds the same model in a process that has Keras alone."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from models.catalogue import ARCHITECTURES
from models.script import write_script
from tests.models.script.running import Compared, compare_scripts
from tests.models.small_networks import small_graph

MOST_NODES = 100
SMALL = [name for name in ARCHITECTURES if len(small_graph(name).nodes) <= MOST_NODES]
LARGE = [name for name in ARCHITECTURES if name not in SMALL]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Compared]:
    return compare_scripts({name: small_graph(name) for name in SMALL}, tmp_path_factory.mktemp("scripts"))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Compared]:
    return compare_scripts({name: small_graph(name) for name in LARGE}, tmp_path_factory.mktemp("scripts"))


@pytest.mark.parametrize("name", SMALL)
def test_the_script_gives_the_same_outputs_for_the_same_weights(name: str, small: Mapping[str, Compared]) -> None:
    assert small[name].difference <= 1e-6


@pytest.mark.parametrize("name", SMALL)
def test_the_script_makes_the_same_layers_and_weights_in_the_same_order(
    name: str, small: Mapping[str, Compared]
) -> None:
    assert small[name].weights == small[name].our_weights
    assert small[name].layers == small[name].our_layers


def test_the_scripts_import_nothing_of_fovea(small: Mapping[str, Compared]) -> None:
    assert small["lenet5"].our_modules == []


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_the_script_of_a_large_network_gives_the_same_outputs(name: str, large: Mapping[str, Compared]) -> None:
    assert large[name].difference <= 1e-6
    assert large[name].weights == large[name].our_weights
    assert large[name].layers == large[name].our_layers


def test_scripts_are_formatted_and_clean(tmp_path: Path) -> None:
    for name, architecture in ARCHITECTURES.items():
        (tmp_path / f"{name}.py").write_text(write_script(architecture.graph()), encoding="utf-8")

    ruff = [sys.executable, "-m", "ruff"]
    options = ["--isolated", "--line-length", "120", str(tmp_path)]
    formatted = subprocess.run([*ruff, "format", "--check", "--no-cache", *options], capture_output=True, text=True)
    rules = ["--no-cache", "--select", "E,F,I,W,B,UP,N,C4,SIM,RUF"]
    checked = subprocess.run([*ruff, "check", *rules, *options], capture_output=True, text=True)

    assert (formatted.returncode, formatted.stdout) == (0, f"{len(ARCHITECTURES)} files already formatted\n")
    assert (checked.returncode, checked.stdout) == (0, "All checks passed!\n")
