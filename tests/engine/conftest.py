"""Runs for the tests of what looks at trained networks."""

from pathlib import Path

import pytest

from engine.contract.run_folder import RunFolder
from tests.engine.sample_run import write_colours, write_run


@pytest.fixture
def colours(tmp_path: Path) -> Path:
    """A dataset of blue, green and red pictures, four of each."""
    return write_colours(tmp_path / "colours")


@pytest.fixture
def linear_run(tmp_path: Path, colours: Path) -> RunFolder:
    """A linear classifier that is right on every picture of ``colours``."""
    return write_run(tmp_path / "linear-run", colours)


@pytest.fixture(scope="session")
def residual_run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A network with an exact CAM and random weights; shared by all tests, which leave it as it is."""
    folder = tmp_path_factory.mktemp("residual")
    return write_run(folder / "run", write_colours(folder / "colours"), network="small-resnet-fast")
