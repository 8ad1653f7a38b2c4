import pytest

from engine.dataset.readers.masks.pairs import pair


@pytest.mark.parametrize(
    ("pictures", "masks", "how"),
    [
        (("i/b.jpg", "i/a.jpg"), ("m/B.png", "m/a.png"), "name"),
        (("i/b_img.jpg", "i/a_img.jpg"), ("m/mask_b.png", "m/mask_a.png"), "name without words like mask"),
        (("i/10.tif", "i/09.tif"), ("m/vessel00010.png", "m/vessel00009.png"), "number"),
        (("i/b.x.tif", "i/a.x.tif"), ("m/out-b-1.png", "m/out-a-1.png"), "the part of the name that differs"),
        (("i/s2_8_of_9.tif", "i/s2_7_of_9.tif"), ("m/z_8_9.png", "m/z_7_9.png"), "the part of the name that differs"),
    ],
)
def test_pictures_and_masks_are_paired_in_the_first_way_that_works(
    pictures: tuple[str, ...], masks: tuple[str, ...], how: str
) -> None:
    pairing = pair(pictures, masks)

    assert pairing.how == how
    assert pairing.masks == dict(zip(pictures, masks, strict=True))


def test_order_is_the_last_way_and_only_where_counts_are_equal() -> None:
    pictures, masks = ("i/a9.jpg", "i/a10.jpg"), ("m/x.png", "m/y.png")

    assert pair(pictures, masks, is_order_enough=True).masks == {"i/a9.jpg": "m/x.png", "i/a10.jpg": "m/y.png"}
    assert not pair(pictures, masks).masks
    assert not pair((*pictures, "i/a11.jpg"), masks, is_order_enough=True).masks


def test_a_few_odd_names_do_not_hide_the_others() -> None:
    pictures = [f"i/{name}.jpg" for name in "abcdefgh"]
    masks = [f"m/{name}.png" for name in ("a", "b", "c", "d", "e", "odd")]

    pairing = pair(pictures, masks)

    assert pairing.how == "name"
    assert len(pairing.masks) == 5


def test_names_that_occur_twice_say_nothing() -> None:
    assert pair(("i/a.jpg", "i/a.png", "i/b.jpg"), ("m/a.png", "m/b.png")).masks == {"i/b.jpg": "m/b.png"}
