import csv
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.dataset import ProblemCode
from engine.dataset.pictures.decode import DecodeError, decode_picture
from tests.engine.dataset.small_datasets import cut_file, save_noise, save_picture
from tests.shared_data import dataset

NOT_WHOLE = {
    "broken.png": ProblemCode.UNREADABLE,
    "broken_data_stream.png": ProblemCode.DAMAGED,
    "crash-86214e58da443d2b80820cff9677a38a33dcbbca.tif": ProblemCode.UNREADABLE,
    "decompression_bomb.gif": ProblemCode.TOO_LARGE,
    "hopper_unknown_pixel_mode.tif": ProblemCode.UNREADABLE,
    "l2rgb_read.bmp": ProblemCode.UNREADABLE,
    "negative_size.ppm": ProblemCode.UNREADABLE,
    "oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif": ProblemCode.UNREADABLE,
    "png_decompression_dos.png": ProblemCode.UNREADABLE,
    "truncated_end_chunk.png": ProblemCode.DAMAGED,
    "truncated_image.png": ProblemCode.DAMAGED,
    "truncated_jpeg.jpg": ProblemCode.DAMAGED,
    "ultrahdr.jpg": ProblemCode.DAMAGED,
    "unknown_compression_method.png": ProblemCode.UNREADABLE,
    "zero_width.gif": ProblemCode.UNREADABLE,
}


def odd_image(name: str) -> Path:
    return dataset("odd-images") / name


def mean_difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(float) - other).mean())


def test_every_odd_image_is_decoded_or_has_its_reason() -> None:
    with odd_image("pillow-says.csv").open(newline="") as stream:
        names = [row["file"] for row in csv.DictReader(stream)]
    refused = {}

    for name in names:
        try:
            decode_picture(odd_image(name))
        except DecodeError as error:
            refused[Path(name).name] = error

    assert len(names) == 96
    assert {name: error.code for name, error in refused.items()} == NOT_WHOLE
    assert all(error.reason and error.hint for error in refused.values())


@pytest.mark.parametrize("name", [name for name, code in NOT_WHOLE.items() if code is ProblemCode.DAMAGED])
def test_damaged_picture_shows_its_sound_part(name: str) -> None:
    decoded = decode_picture(odd_image(f"pillow/{name}"), accept_damaged=True)

    assert decoded.damage
    assert decoded.notes[0].startswith("Damaged")
    assert decoded.pixels.any()


@pytest.mark.parametrize("orientation", range(2, 9))
def test_jpeg_of_any_orientation_is_shown_upright(orientation: int) -> None:
    upright = decode_picture(odd_image("exif-orientation/Landscape_1.jpg"), max_side=300)
    turned = decode_picture(odd_image(f"exif-orientation/Landscape_{orientation}.jpg"), max_side=300)

    assert (turned.width, turned.height) == (1800, 1200)
    assert turned.pixels.shape == upright.pixels.shape
    assert mean_difference(turned.pixels, upright.pixels) < 3  # each shows its own number


def test_webp_orientation_is_followed() -> None:
    upright = decode_picture(odd_image("pillow/hopper.webp"))
    turned = decode_picture(odd_image("pillow/hopper_orientation_6.webp"))

    assert mean_difference(turned.pixels, upright.pixels) < 6


def test_xmp_orientation_of_png_is_followed() -> None:
    path = odd_image("pillow/xmp_tags_orientation_exiftool.png")
    stored = Image.open(path)
    canvas = Image.new("RGB", stored.size, "white")
    canvas.paste(stored, mask=stored.getchannel("A"))

    decoded = decode_picture(path)

    assert np.array_equal(decoded.pixels, np.asarray(canvas)[::-1, ::-1])


def test_tiff_orientation_is_applied_once(tmp_path: Path) -> None:
    ramp = np.arange(24, dtype=np.uint8).reshape(4, 6)
    Image.fromarray(ramp).save(tmp_path / "turned.tif", tiffinfo={274: 6})

    decoded = decode_picture(tmp_path / "turned.tif")

    assert (decoded.width, decoded.height) == (4, 6)
    assert np.array_equal(decoded.pixels[..., 0], np.rot90(ramp, -1))


def test_sixteen_bit_grey_is_scaled_and_not_saturated(tmp_path: Path) -> None:
    values = np.array([[0, 257, 257 * 128, 65535]], np.uint16)
    Image.fromarray(values).save(tmp_path / "deep.png")

    decoded = decode_picture(tmp_path / "deep.png")

    assert decoded.pixels[0, :, 0].tolist() == [0, 1, 128, 255]
    assert decoded.is_grey


def test_twelve_bits_look_alike_in_either_container() -> None:
    packed = decode_picture(odd_image("pillow/12bit.cropped.tif"))
    loose = decode_picture(odd_image("pillow/12in16bit.tif"))

    assert np.array_equal(packed.pixels, loose.pixels)


def test_lab_cmyk_and_palette_have_right_colours() -> None:
    expected = decode_picture(odd_image("pillow/hopper.png")).pixels

    assert mean_difference(decode_picture(odd_image("pillow/hopper.Lab.tif")).pixels, expected) < 3
    assert mean_difference(decode_picture(odd_image("pillow/hopper.gif")).pixels, expected) < 6
    assert mean_difference(decode_picture(odd_image("pillow/hopper_rle8.bmp")).pixels, expected) < 6
    letters = decode_picture(odd_image("pillow/pil_sample_cmyk.jpg")).pixels
    assert np.abs(letters[0, 0].astype(int) - (255, 0, 0)).max() < 30
    assert letters[-1, -1].max() < 40


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (2, 1), (10, 20, 30, 255))
    picture.putpixel((1, 0), (10, 20, 30, 0))
    picture.save(tmp_path / "half.png")

    decoded = decode_picture(tmp_path / "half.png")

    assert decoded.pixels[0].tolist() == [[10, 20, 30], [255, 255, 255]]
    assert decoded.notes == ("Transparent parts shown on white.",)


@pytest.mark.parametrize("name", ["1_trns.png", "i_trns.png", "l_trns.png", "rgb_trns.png", "transparent.gif"])
def test_transparency_by_colour_is_white(name: str) -> None:
    decoded = decode_picture(odd_image(f"pillow/{name}"))

    middle = decoded.pixels[0, 0] if name == "transparent.gif" else decoded.pixels[32, 32]
    assert middle.tolist() == [255, 255, 255]


def test_animation_shows_its_first_frame() -> None:
    decoded = decode_picture(odd_image("pillow/iss634.webp"))

    assert decoded.pixels.shape == (245, 245, 3)
    assert "The first of several frames or pages." in decoded.notes


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.png").rename(tmp_path / "a.jpg")

    assert decode_picture(tmp_path / "a.jpg").pixels[0, 0].tolist() == [200, 100, 50]


def test_small_decoding_tells_the_size_of_the_original(tmp_path: Path) -> None:
    save_picture(tmp_path / "large.jpg", size=(1600, 900))

    decoded = decode_picture(tmp_path / "large.jpg", max_side=160)

    assert decoded.pixels.shape == (90, 160, 3)
    assert (decoded.width, decoded.height) == (1600, 900)


def test_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    save_picture(tmp_path / "small.png", size=(8, 6))

    assert decode_picture(tmp_path / "small.png", max_side=100).pixels.shape == (6, 8, 3)


def test_grey_is_recognised_in_colour_files(tmp_path: Path) -> None:
    save_picture(tmp_path / "grey.png", (90, 90, 90))
    save_picture(tmp_path / "colour.png", (90, 91, 90))

    assert decode_picture(tmp_path / "grey.png").is_grey
    assert not decode_picture(tmp_path / "colour.png").is_grey


def test_truncated_jpeg_is_damaged(tmp_path: Path) -> None:
    path = cut_file(save_noise(tmp_path / "cut.jpg"))

    with pytest.raises(DecodeError, match="ends too early") as raised:
        decode_picture(path)

    assert raised.value.code is ProblemCode.DAMAGED
    assert decode_picture(path, accept_damaged=True).pixels.shape == (64, 64, 3)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"not a picture at all", "no picture format"), (b"\x89PNG\r\n\x1a\nrubbish", "header")],
)
def test_other_content_is_refused_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "odd.png"
    path.write_bytes(content)

    with pytest.raises(DecodeError, match=reason) as raised:
        decode_picture(path)

    assert raised.value.code is ProblemCode.UNREADABLE


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match="cannot be opened"):
        decode_picture(tmp_path / "nothing.png")


def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")

    with pytest.raises(DecodeError) as raised:
        decode_picture(tmp_path / "pipe.png")

    assert raised.value.code is ProblemCode.NOT_A_FILE


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecodeError):
        decode_picture(tmp_path)


def test_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    (tmp_path / "bomb.ppm").write_bytes(b"P6 60000 60000 255\n\0\0\0")

    with pytest.raises(DecodeError, match="178 million") as raised:
        decode_picture(tmp_path / "bomb.ppm")

    assert raised.value.code is ProblemCode.TOO_LARGE


def test_no_warning_reaches_the_terminal() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        decoded = decode_picture(odd_image("pillow/hopper_bad_exif.jpg"))

    assert decoded.pixels.shape == (500, 500, 3)


def test_threads_decode_the_same() -> None:
    paths = sorted(odd_image("pillow").glob("hopper*.jpg")) * 8
    expected = [decode_picture(path).pixels for path in paths]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(decode_picture, paths))

    assert all(np.array_equal(one.pixels, other) for one, other in zip(found, expected, strict=True))
