from engine.contract.dataset import ProblemCode
from engine.dataset.problems import Problem


def test_every_kind_of_problem_has_a_way_out() -> None:
    for code in ProblemCode:
        assert Problem(code, "a.png", "It is wrong.").repair.endswith(".")


def test_what_was_repaired_needs_no_more_work() -> None:
    repaired = Problem(ProblemCode.OUTSIDE_FOLDER, "data.yaml", "It names other folders.", chosen_action="repaired")

    assert repaired.repair.startswith("Nothing to do")
    assert Problem(ProblemCode.OUTSIDE_FOLDER, "a.png", "It leaves.").repair.startswith("Copy")
