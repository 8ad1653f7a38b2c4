"""What stands under a map."""

from gui.pages.inspect.why.caption import facts_of, title_of
from tests.gui.pages.inspect.why.test_compare import explained


def test_a_caption_names_method_layer_and_target() -> None:
    assert title_of(explained("layercam")) == "Layer-CAM at last for cat"


def test_a_caption_tells_score_logit_and_range() -> None:
    assert facts_of(explained("gradcam")) == "score 70.0 %  ·  logit 1  ·  values -1 to 2"


def test_a_caption_begins_with_the_value_under_the_cursor() -> None:
    warned = explained("gradcam").model_copy(update={"warnings": ("Beware.",), "bias": 0.5})

    assert facts_of(warned, 1.25).startswith("here 1.25  ·  score")
    assert facts_of(warned).endswith("values -1 to 2  ·  1 warning")
