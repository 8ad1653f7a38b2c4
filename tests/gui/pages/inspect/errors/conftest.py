"""An evaluated split for the views of the Errors tab."""

import pytest

from engine.contract.run_folder import RunFolder
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.inspected_run import InspectedRun
from tests.gui.pages.inspect.sample_answers import RESULTS, write_evaluation


@pytest.fixture
def evaluated(run: RunFolder) -> EvaluatedSplit:
    evaluation = write_evaluation(run)
    return EvaluatedSplit(InspectedRun.of(run.path), "validation", evaluation, RESULTS)
