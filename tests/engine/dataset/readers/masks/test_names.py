import pytest

from engine.contract.dataset import Split
from engine.dataset.readers.masks.names import (
    Role,
    mask_affix,
    mask_stem,
    picture_stem,
    role_of,
    says_masks,
    says_pictures,
    singular,
)


@pytest.mark.parametrize(
    ("folder", "role"),
    [
        ("train", Role("", Split.TRAIN)),
        ("train_masks", Role("masks", Split.TRAIN)),
        ("valannot", Role("annot", Split.VALIDATION)),
        ("images_test", Role("images", Split.TEST)),
        ("Labels", Role("labels", None)),
        ("trainer", Role("trainer", None)),
        ("valley", Role("valley", None)),
    ],
)
def test_a_folder_says_its_role_and_its_split(folder: str, role: Role) -> None:
    assert role_of(folder) == role


@pytest.mark.parametrize(
    ("stem", "rest"),
    [
        ("a_mask", "a"),
        ("mask-a", "a"),
        ("b-gt", "b"),
        ("0001TP_006690_L", "0001tp_006690"),
        ("aachen_000019_gtFine_labelIds", "aachen_000019"),
        ("labels00000007", "00000007"),
        ("mask", ""),
        ("cell", "cell"),
        ("a_b", "a_b"),
    ],
)
def test_words_for_masks_are_cut_from_names(stem: str, rest: str) -> None:
    assert mask_stem(stem) == rest


@pytest.mark.parametrize(("stem", "rest"), [("aachen_1_leftImg8bit", "aachen_1"), ("img12", "12"), ("image", "")])
def test_words_for_pictures_are_cut_from_names(stem: str, rest: str) -> None:
    assert picture_stem(stem) == rest


@pytest.mark.parametrize(("stem", "affix"), [("a_mask", "*_mask"), ("gt-7", "gt-*"), ("mask", "mask"), ("a", "")])
def test_what_says_that_a_file_is_a_mask_is_told(stem: str, affix: str) -> None:
    assert mask_affix(stem) == affix


def test_names_of_folders_tell_masks_from_pictures() -> None:
    assert all(map(says_masks, ("masks", "train_labels", "ground truth", "SegmentationClass", "1st_manual")))
    assert all(map(says_pictures, ("images", "raw", "train_imgs", "JPEGImages")))
    assert not any(map(says_masks, ("images", "membranes", "unmasked")))
    assert not says_pictures("image_masks")


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("membranes", "membrane"),
        ("mitochondria", "mitochondria"),
        ("synapses", "synapse"),
        ("bodies", "body"),
        ("boxes", "box"),
        ("glass", "glass"),
        ("nucleus", "nucleus"),
    ],
)
def test_a_folder_of_many_names_one(many: str, one: str) -> None:
    assert singular(many) == one
