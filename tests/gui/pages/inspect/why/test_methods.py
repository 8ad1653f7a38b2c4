"""Every method of the engine stands in the window, with a sentence and the reason against it."""

from typing import get_args

from engine.contract.commands import MapMethod
from engine.contract.events import LayerDescription, ModelDescribed
from gui.inspection import LAYER_METHODS, Question
from gui.pages.inspect.why.compare_plan import compared_questions, page_of, pages
from gui.pages.inspect.why.methods import BY_NAME, ENTRIES, PATTERNS, allowed_methods, method_groups, reason_against

LAYERS = tuple(
    LayerDescription(name=name, kind="Conv2D", shape=(8, 8, 4), has_positions=True) for name in ("first", "last")
)
PLAIN = ModelDescribed(
    run="/runs/one",
    classes=("cat", "dog", "cow"),
    layers=LAYERS,
    default_layer="last",
    cam_layer=None,
    has_templates=False,
)
LINEAR = PLAIN.model_copy(update={"layers": (), "default_layer": None, "has_templates": True})


def test_every_method_of_the_messages_is_offered() -> None:
    assert {entry.name for entry in ENTRIES} == set(get_args(MapMethod))
    assert all(entry.sentence.endswith(".") for entry in ENTRIES)


def test_methods_with_a_layer_are_those_whose_layer_is_asked_for() -> None:
    assert {entry.name for entry in ENTRIES if entry.has_layer} == set(LAYER_METHODS)


def test_patterns_stand_apart_from_evidence() -> None:
    groups = method_groups(PLAIN, is_short=False)

    assert [choice.name for choice in groups[PATTERNS]] == ["guided-backprop", "deconvnet"]


def test_a_linear_classifier_offers_templates_and_says_what_it_lacks() -> None:
    assert reason_against(BY_NAME["templates"], LINEAR) == ""
    assert reason_against(BY_NAME["gradcam"], LINEAR) == "No layer of this network has maps."
    assert "gradcam" not in [entry.name for entry in allowed_methods(LINEAR)]


def test_the_short_list_hides_the_rare_methods() -> None:
    (choices,) = method_groups(PLAIN, is_short=True).values()

    assert [choice.name for choice in choices] == [
        *("cam", "gradcam", "hirescam", "finercam", "integrated-gradients", "occlusion")
    ]


def test_layers_are_compared_from_the_last_to_the_first() -> None:
    questions = compared_questions("layers", Question(method="saliency"), PLAIN, classes=())

    assert [(question.method, question.layer) for question in questions] == [("gradcam", "last"), ("gradcam", "first")]


def test_classes_are_compared_in_the_given_order() -> None:
    questions = compared_questions("classes", Question(method="gradcam"), PLAIN, classes=("cow", "cat"))

    assert [question.target for question in questions] == ["cow", "cat"]


def test_six_maps_stand_on_a_page() -> None:
    questions = compared_questions("methods", Question(), PLAIN, classes=())

    assert (len(questions), pages(questions)) == (15, 3)
    assert [len(page_of(questions, page)) for page in range(3)] == [6, 6, 3]
