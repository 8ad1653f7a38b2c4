import numpy as np
import pytest

from engine.dataset.doctor.nearest import NearestLists


def unit_vectors(seed: int, count: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, 35)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("count", [1, 500, 6000])
def test_every_vector_finds_itself(count: int) -> None:
    vectors = unit_vectors(1, count)

    hits = NearestLists(vectors).search(vectors, most=3, least_similarity=0.99)

    assert {(int(query), int(found)) for query, found in zip(hits.queries, hits.found, strict=True)} == {
        (number, number) for number in range(count)
    }


def test_nearly_all_near_vectors_of_a_large_set_are_found() -> None:
    vectors = unit_vectors(2, 20_000)
    moved = vectors[:1000] + 0.05 * unit_vectors(3, 1000) * np.sqrt(35) / 2
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)

    hits = NearestLists(vectors).search(moved.astype(np.float32), most=3, least_similarity=0.9)

    assert len(set(hits.queries[hits.queries == hits.found].tolist())) >= 990


def test_of_many_equal_ones_a_list_gives_the_nearest() -> None:
    vectors = unit_vectors(4, 50)
    query = vectors[:1]

    hits = NearestLists(vectors).search(query, most=5, least_similarity=-1)

    expected = np.argsort(-(vectors @ query[0]))[:5]
    assert set(hits.found.tolist()) == set(expected.tolist())
    np.testing.assert_allclose(hits.similarities, vectors[hits.found] @ query[0], rtol=1e-5)


def test_nothing_is_near_nothing() -> None:
    vectors = unit_vectors(5, 10)

    hits = NearestLists(vectors[:0]).search(vectors, most=5, least_similarity=0.5)

    assert len(hits.queries) == 0


def test_the_same_vectors_give_the_same_answers() -> None:
    vectors = unit_vectors(6, 5000)

    first, second = (NearestLists(vectors).search(vectors[:100], most=2, least_similarity=0.3) for _ in range(2))

    np.testing.assert_array_equal(first.found, second.found)
