from pathlib import Path

from engine.contract.invariance import NetworkTraits
from engine.contract.run_folder import RunFolder
from engine.explaining.traits import traits_of
from engine.model_store import load_run
from tests.engine.sample_run import write_run


def test_a_network_with_strides_and_a_global_average_is_told_so(residual_run: RunFolder) -> None:
    assert traits_of(load_run(residual_run.path)) == NetworkTraits(poolings=0, stride_px=2, head="global pooling")


def test_poolings_of_a_network_are_counted(tmp_path: Path, colours: Path) -> None:
    run = load_run(write_run(tmp_path / "run", colours, network="small-nin").path)

    assert traits_of(run) == NetworkTraits(poolings=2, stride_px=4, head="global pooling")


def test_a_linear_network_has_nothing_of_it(linear_run: RunFolder) -> None:
    assert traits_of(load_run(linear_run.path)) == NetworkTraits(poolings=0, stride_px=0, head="flatten")
