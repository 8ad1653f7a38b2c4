import numpy as np

from engine.inspect.class_heat_map import class_heat_maps, window_scores


def test_cells_have_the_score_of_the_window_whose_centre_is_nearest() -> None:
    scores = np.array([[[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]]], np.float32)

    maps = class_heat_maps(scores, size_px=(4, 8), window_px=(4, 4), stride_px=(4, 2))

    np.testing.assert_allclose(maps[0], [[0.1, 0.1, 0.3, 0.3]])
    np.testing.assert_allclose(maps[1], [[0.9, 0.9, 0.7, 0.7]])


def test_the_maps_cover_the_whole_picture() -> None:
    scores = np.random.default_rng(0).random((3, 5, 4)).astype("float32")

    maps = class_heat_maps(scores, size_px=(48, 64), window_px=(32, 32), stride_px=(8, 8))

    assert maps.shape == (4, 6, 8)
    np.testing.assert_array_equal(maps[:, 0, 0], scores[0, 0])
    np.testing.assert_array_equal(maps[:, -1, -1], scores[-1, -1])


def test_probabilities_stay_as_they_are() -> None:
    scores = np.array([[[0.25, 0.75]]], np.float32)

    np.testing.assert_array_equal(window_scores(scores), scores)


def test_logits_become_probabilities() -> None:
    np.testing.assert_allclose(window_scores(np.array([[[0.0, np.log(3.0)]]], np.float32)), [[[0.25, 0.75]]], rtol=1e-6)
