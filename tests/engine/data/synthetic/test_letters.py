import numpy as np

from engine.data.synthetic.letters import ALPHABETS, DRAWINGS, LETTERS_AT_ONCE, draw_letter

ROUND = len(ALPHABETS) * LETTERS_AT_ONCE


def difference(first: int, second: int) -> float:
    """Mean difference of two drawings, both made coarse so that a stroke may be a little off."""
    coarse = [
        draw_letter(1, number, side=96).pixels.reshape(8, 12, 8, 12).mean(axis=(1, 3)) for number in (first, second)
    ]
    return float(np.abs(coarse[0] - coarse[1]).mean())


def test_same_seed_and_number_draw_the_same() -> None:
    assert np.array_equal(draw_letter(1, 7, side=64).pixels, draw_letter(1, 7, side=64).pixels)
    assert not np.array_equal(draw_letter(1, 7, side=64).pixels, draw_letter(2, 7, side=64).pixels)


def test_every_letter_is_drawn_by_twelve_hands_before_new_ones_come() -> None:
    drawings = [draw_letter(1, number, side=16) for number in range(ROUND * DRAWINGS + len(ALPHABETS))]
    letters = [(drawing.alphabet, drawing.letter) for drawing in drawings]

    assert len(set(letters[:ROUND])) == ROUND
    assert {letters.count(letter) for letter in letters[:ROUND]} == {DRAWINGS}
    assert not set(letters[ROUND * DRAWINGS :]) & set(letters[:ROUND])


def test_alphabets_have_letters_of_their_own() -> None:
    names = {alphabet: set() for alphabet in ALPHABETS}
    for number in range(ROUND):
        drawing = draw_letter(1, number, side=16)
        names[drawing.alphabet].add(drawing.letter)

    assert len({frozenset(letters) for letters in names.values()}) == len(ALPHABETS)


def test_drawings_of_one_letter_look_more_alike_than_those_of_others() -> None:
    same = [difference(number, number + ROUND) for number in range(30)]
    other = [difference(number, number + len(ALPHABETS)) for number in range(30)]

    assert np.mean(same) < 0.7 * np.mean(other)


def test_letters_stay_inside_and_are_neither_empty_nor_full() -> None:
    for number in range(0, 3 * ROUND, 7):
        dark = draw_letter(1, number, side=105).pixels < 128

        assert 0.01 < dark.mean() < 0.2
        assert not (dark[0].any() and dark[-1].any() and dark[:, 0].any())
