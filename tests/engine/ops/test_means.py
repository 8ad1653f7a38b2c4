from engine.ops.means import mean_of_given, means_by_place


def test_what_does_not_exist_takes_no_part_in_a_mean() -> None:
    assert mean_of_given([1.0, None, 0.0]) == 0.5
    assert mean_of_given([None]) is None
    assert mean_of_given([]) is None


def test_each_place_has_the_mean_of_the_rows_that_give_it() -> None:
    assert means_by_place([(1.0, None, 0.25), (0.0, None, None)]) == (0.5, None, 0.25)
