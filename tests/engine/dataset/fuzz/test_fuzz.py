from collections import Counter

import pytest

from tests.engine.dataset.fuzz.catalogue import BROKEN, SOUND
from tests.engine.dataset.fuzz.outcome import Outcome
from tests.engine.dataset.fuzz.running import outcomes
from tests.engine.dataset.fuzz.variant import Variant
from tests.engine.dataset.fuzz.verdict import causes, faults_of

LEAST_VARIANTS = 300


def key_of(variant: Variant) -> str:
    return variant.key


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What became of every dataset, sound and broken."""
    keys = [variant.key for variant in (*SOUND, *BROKEN)]
    return {outcome.key: outcome for outcome in outcomes(keys, tmp_path_factory.mktemp("fuzz"))}


def test_there_are_enough_broken_datasets_with_names_of_their_own() -> None:
    names = Counter(variant.key for variant in BROKEN)

    assert len(names) >= LEAST_VARIANTS
    assert names.most_common(1)[0][1] == 1


@pytest.mark.parametrize("variant", SOUND, ids=key_of)
def test_sound_datasets_have_no_problem(variant: Variant, seen: dict[str, Outcome]) -> None:
    outcome = seen[variant.key]

    assert outcome.crash == ""
    assert causes(outcome.problems) == []
    assert len(outcome.pictures) == 4


@pytest.mark.parametrize("variant", BROKEN, ids=key_of)
def test_broken_datasets_open_with_their_fault_told_once(variant: Variant, seen: dict[str, Outcome]) -> None:
    sound = seen[f"{variant.format}: sound"]

    assert faults_of(variant, seen[variant.key], sound) == []
