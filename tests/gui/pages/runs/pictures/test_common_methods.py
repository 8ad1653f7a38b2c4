import pytest

from engine.contract.events import LayerDescription, ModelDescribed
from gui.pages.runs.pictures.common_methods import COMPARABLE, best_method, common_methods, missing_words

CONVOLUTION = LayerDescription(name="conv", kind="Conv2D", shape=(8, 8, 4), has_positions=True)
DENSE = LayerDescription(name="dense", kind="Dense", shape=(2,), has_positions=False)


def model(*, has_maps: bool, has_cam: bool) -> ModelDescribed:
    return ModelDescribed(
        run="/runs/one",
        classes=("circle", "square"),
        layers=(CONVOLUTION, DENSE) if has_maps else (DENSE,),
        default_layer="conv" if has_maps else None,
        cam_layer="conv" if has_cam else None,
        has_templates=not has_maps,
    )


RESIDUAL, LENET, LINEAR = (
    model(has_maps=True, has_cam=True),
    model(has_maps=True, has_cam=False),
    model(has_maps=False, has_cam=False),
)


def test_a_method_is_offered_when_both_networks_allow_it() -> None:
    both, one = ({entry.name for entry in common_methods((RESIDUAL, other))} for other in (RESIDUAL, LENET))

    assert both - one == {"cam"}


def test_beside_a_linear_classifier_only_pixels_can_be_compared() -> None:
    names = {entry.name for entry in common_methods((RESIDUAL, LINEAR))}

    assert "saliency" in names
    assert names.isdisjoint({"cam", "gradcam", "templates"})


@pytest.mark.parametrize(
    ("other", "wanted", "expected"),
    [
        (RESIDUAL, "cam", "cam"),
        (LENET, "cam", "gradcam"),
        (LINEAR, "cam", "integrated-gradients"),
        (LINEAR, "occlusion", "occlusion"),
    ],
)
def test_the_wanted_method_gives_way_to_one_that_both_allow(other: ModelDescribed, wanted: str, expected: str) -> None:
    assert best_method(wanted, common_methods((RESIDUAL, other))) == expected


def test_why_a_method_is_not_offered_is_told_with_the_run() -> None:
    words = missing_words((RESIDUAL, LENET), ("new", "old"))

    assert words == "Not offered:\nCAM, old: Needs a network that ends in a global average."
    assert missing_words((RESIDUAL, RESIDUAL), ("new", "old")) == ""


def test_what_speaks_against_a_second_class_is_not_compared() -> None:
    assert "finercam" not in {entry.name for entry in COMPARABLE}
