"""Answers about the arithmetic of values carry the numbers of the network."""

from pathlib import Path

import numpy as np
import pytest

from engine.answers import values as value_answers
from engine.contract.errors import UserError
from engine.contract.looking_inside import ExplainValue, ReadKernel, ViewAsMatrix
from engine.contract.run_folder import RunFolder
from engine.inspect.program import program_of
from engine.model_store import load_run


def convolutions(run: RunFolder) -> list[str]:
    return [call.name for call in program_of(load_run(run.path).model).calls if call.kind == "Conv2D"]


def test_a_value_comes_with_patch_weights_and_both_maps(residual_run: RunFolder, colours: Path) -> None:
    layer = convolutions(residual_run)[0]
    command = ExplainValue(
        run=str(residual_run.path), image=str(colours / "red" / "1.png"), layer=layer, cell=(0, 3, 2), source_channel=1
    )

    explained, (values, weights, source, own) = value_answers.explain_value(command)

    assert values.shape == weights.shape
    assert source.shape == (18, 18)
    assert own[0, 3] == explained.network_value
    assert explained.value == pytest.approx(explained.network_value, abs=1e-4)
    assert explained.bias + (values * weights).sum(dtype=np.float64) == pytest.approx(explained.result, abs=1e-4)
    assert explained.patches[0].rows == (0, 1, 2)


def test_without_a_cell_the_largest_value_is_taken(residual_run: RunFolder, colours: Path) -> None:
    layer = convolutions(residual_run)[-1]
    command = ExplainValue(run=str(residual_run.path), image=str(colours / "red" / "1.png"), layer=layer)

    explained, arrays = value_answers.explain_value(command)

    assert explained.network_value == arrays[-1].max()


def test_a_vector_is_sent_as_one_row(residual_run: RunFolder, colours: Path) -> None:
    command = ExplainValue(run=str(residual_run.path), image=str(colours / "red" / "1.png"), layer="logits", cell=(1,))

    explained, arrays = value_answers.explain_value(command)

    assert arrays[-1].shape == (1, 3)
    assert explained.rule == "weighted sum"


def test_a_layer_comes_as_a_matrix_with_its_product(residual_run: RunFolder, colours: Path) -> None:
    layer = convolutions(residual_run)[0]
    command = ViewAsMatrix(run=str(residual_run.path), image=str(colours / "red" / "1.png"), layer=layer)

    viewed, (matrix, weights, entry, out) = value_answers.view_as_matrix(command)

    assert matrix.shape == weights.shape == (np.prod(viewed.output_shape), np.prod(viewed.input_shape))
    assert viewed.is_corner
    assert viewed.weights == 9
    np.testing.assert_allclose(matrix @ entry, out, atol=1e-5)


def test_a_kernel_is_one_slice_of_a_filter(residual_run: RunFolder) -> None:
    layer = convolutions(residual_run)[0]

    read, (kernel,) = value_answers.read_kernel(
        ReadKernel(run=str(residual_run.path), layer=layer, filter=2, source_channel=99)
    )

    weights = load_run(residual_run.path).model.get_layer(layer).get_weights()[0]
    assert (read.filters, read.channels, read.source_channel) == (weights.shape[3], 3, 2)
    np.testing.assert_array_equal(kernel, weights[:, :, 2, 2])


def test_a_layer_without_kernels_is_refused(residual_run: RunFolder) -> None:
    with pytest.raises(UserError, match="no kernels"):
        value_answers.read_kernel(ReadKernel(run=str(residual_run.path), layer="logits"))
