from pathlib import Path

import pytest

from engine.answers import networks
from engine.contract.commands import ComputeFeatureMaps, DescribeModel, Evaluate, Export, Predict, ReadFilters
from engine.contract.run_folder import RunFolder


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    pass


def test_layers_are_described_with_the_one_of_the_exact_cam(residual_run: RunFolder) -> None:
    described, arrays = networks.describe_model(DescribeModel(run=str(residual_run.path)))

    by_name = {layer.name: layer for layer in described.layers}
    assert described.cam_layer == described.default_layer
    assert by_name[described.cam_layer].has_positions
    assert not by_name["logits"].has_positions
    assert described.classes == ("blue", "green", "red")
    assert (described.has_templates, list(arrays)) == (False, [])


def test_a_linear_classifier_is_described_with_templates_and_without_maps(linear_run: RunFolder) -> None:
    described, _ = networks.describe_model(DescribeModel(run=str(linear_run.path)))

    assert (described.has_templates, described.default_layer, described.cam_layer) == (True, None, None)


def test_feature_maps_come_ranked_and_limited(residual_run: RunFolder, colours: Path) -> None:
    command = ComputeFeatureMaps(run=str(residual_run.path), image=str(colours / "red" / "1.png"), limit=4)

    computed, (maps,) = networks.compute_feature_maps(command)

    contributions = [abs(channel.contribution) for channel in computed.channels]
    assert len(maps) == len(computed.channels) == 4 < computed.total_channels
    assert contributions == sorted(contributions, reverse=True)
    assert computed.channels[0].maximum == pytest.approx(maps[0].max())


def test_templates_are_read_with_the_names_of_their_classes(linear_run: RunFolder) -> None:
    read, (kernels,) = networks.read_filters(ReadFilters(run=str(linear_run.path)))

    assert (read.labels, read.is_templates) == (("blue", "green", "red"), True)
    assert kernels.shape == (3, 16, 16, 3)
    assert kernels[2, 0, 0].argmax() == 0


def test_filters_of_the_first_convolution_are_read(residual_run: RunFolder) -> None:
    read, (kernels,) = networks.read_filters(ReadFilters(run=str(residual_run.path)))

    assert not read.is_templates
    assert len(read.labels) == len(kernels)
    assert kernels.shape[-1] == 3


def test_predictions_come_with_problems_of_the_other_files(
    linear_run: RunFolder, colours: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.png").write_bytes(b"")
    images = (str(colours / "red" / "1.png"), str(tmp_path / "broken.png"))

    predicted, _ = networks.predict(Predict(run=str(linear_run.path), images=images), ignore_progress)

    assert predicted.predictions[0].labels[0].label == "red"
    assert list(predicted.problems) == [images[1]]


def test_an_evaluation_tells_its_folder(linear_run: RunFolder) -> None:
    evaluated, _ = networks.evaluate(Evaluate(run=str(linear_run.path)), ignore_progress)

    assert evaluated.evaluation.metrics["accuracy"] == 1.0
    assert evaluated.folder == str(linear_run.evaluation / "validation")


def test_an_export_tells_how_it_compares(linear_run: RunFolder, tmp_path: Path) -> None:
    command = Export(run=str(linear_run.path), out=str(tmp_path / "network.keras"))

    exported, _ = networks.export(command, ignore_progress)

    assert (exported.agreement, exported.checked_images) == (1.0, 12)
