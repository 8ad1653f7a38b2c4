from engine.contract.trust import MethodTrust, TrustTable
from gui.pages.inspect.studies.verdicts import title_of, verdict_on

GOOD = MethodTrust(method="gradcam", deletion=0.2, chance=0.3, likeness=0.1)
STUBBORN = MethodTrust(method="saliency", deletion=0.1, likeness=0.8)
BAD = MethodTrust(method="eigencam", deletion=0.3, chance=0.25, likeness=0.0)
PLAIN = MethodTrust(method="layercam", deletion=0.4, chance=0.5, likeness=0.0)
LUCKLESS = MethodTrust(method="cam", deletion=0.45, chance=0.5, likeness=0.0)
MISSING = MethodTrust(method="cam", note="No linear head.")
RANDOM = MethodTrust(method="random", deletion=0.45)
CENTRE = MethodTrust(method="centre", deletion=0.35)
TABLE = TrustTable(
    run="r", split="validation", pictures=1, placed=0, methods=(GOOD, STUBBORN, BAD, PLAIN, MISSING, RANDOM, CENTRE)
)


def test_a_method_passes_that_beats_blind_maps_and_depends_on_weights() -> None:
    assert verdict_on(GOOD, TABLE) == "Passes"


def test_a_method_that_ignores_the_weights_is_told_so() -> None:
    assert verdict_on(STUBBORN, TABLE) == "Ignores the weights"


def test_a_method_that_deletes_like_chance_is_told_so() -> None:
    assert verdict_on(BAD, TABLE) == "No better than blind"


def test_a_method_that_deletes_like_the_middle_of_a_picture_is_told_so() -> None:
    assert verdict_on(PLAIN, TABLE) == "No better than blind"


def test_a_method_that_deletes_like_random_cells_is_told_so() -> None:
    without_centre = TABLE.model_copy(update={"methods": (LUCKLESS, RANDOM)})

    assert verdict_on(LUCKLESS, without_centre) == "No better than blind"


def test_a_method_that_was_not_tested_says_why() -> None:
    assert verdict_on(MISSING, TABLE) == "Not tested. No linear head."


def test_blind_maps_have_names_for_people() -> None:
    assert (title_of(RANDOM), title_of(GOOD)) == ("Random cells", "Grad-CAM")
    assert verdict_on(CENTRE, TABLE) == "Blind"
