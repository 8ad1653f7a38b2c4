"""Networks of every family can learn: they know one batch of 32 pictures by heart."""

import pytest

from benchmarks.by_heart import learn_by_heart
from models.catalogue import ARCHITECTURES
from tests.models.small_networks import CLASSIFIERS

OF_EACH_FAMILY = (
    "linear", "mlp", "lenet5", "alexnet", "vgg11", "nin", "googlenet", "small-resnet-fast", "resnet18",
    "small-resnext", "small-densenet", "mobilenet-v2",
)  # fmt: skip


def test_every_family_learns() -> None:
    families = {ARCHITECTURES[name].family for name in CLASSIFIERS}

    assert {ARCHITECTURES[name].family for name in OF_EACH_FAMILY} == families


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_EACH_FAMILY)
def test_it_learns_a_batch_by_heart(name: str) -> None:
    assert learn_by_heart(name)[1] == 1.0
