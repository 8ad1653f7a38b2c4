import csv
import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from benchmarks.large_files import cut_into_tiles, write_png, write_tiled_tiff
from engine.contract.dataset import ProblemCode
from engine.contract.errors import UserError
from engine.dataset.pictures.decode import DecodeError, decode_picture
from engine.dataset.pictures.regions import opening, png_rows, spool, tiff_layout
from engine.dataset.pictures.regions.opening import opened_regions
from engine.dataset.pictures.regions.png_file import PngHeader, chunk, header_chunk, png_file
from engine.dataset.pictures.regions.source import Pixels, Region
from tests.shared_data import dataset

ORIENTATION = 274
SIZE = (61, 47)
RNG = np.random.default_rng(11)
# Read although its end mark is cut off: no pixel is missing.
FORGIVEN = "truncated_end_chunk.png"


class Stopped(Exception):
    pass


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def noise(height: int = SIZE[1], width: int = SIZE[0]) -> Pixels:
    return RNG.integers(0, 256, (height, width, 3), np.uint8)


def read_in_parts(path: Path) -> Pixels:
    """The whole picture from overlapping regions of odd sizes."""
    with opened_regions(path, on_progress=silent) as source:
        pixels = np.zeros((source.height, source.width, 3), np.uint8)
        high, wide = max(13, source.height // 5), max(17, source.width // 5)
        for top in range(0, source.height, high):
            for left in range(0, source.width, wide):
                bottom, right = min(top + high + 3, source.height), min(left + wide + 2, source.width)
                part = source.read(Region(top=top, bottom=bottom, left=left, right=right))
                pixels[top:bottom, left:right] = part
    return pixels


def assert_same(path: Path) -> None:
    expected = decode_picture(path).pixels
    pixels = read_in_parts(path)
    assert pixels.shape == expected.shape
    assert (pixels == expected).all()


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WHOLE_MEGAPIXELS", 0)
    monkeypatch.setattr(png_rows, "BLOCK_BYTES", 700)


def images() -> dict[str, Image.Image]:
    """A picture in every mode that TIFF and PNG files have."""
    rgb = Image.fromarray(noise())
    alpha = Image.fromarray(noise()[..., 0])
    deep = RNG.integers(0, 60_000, (SIZE[1], SIZE[0]))
    deep[:20] //= 20  # alone, this part would be taken for 12-bit
    with_alpha = rgb.copy()
    with_alpha.putalpha(alpha)
    return {
        "1": rgb.convert("1"), "L": rgb.convert("L"), "P": rgb.quantize(200), "RGB": rgb, "RGBA": with_alpha,
        "LA": with_alpha.convert("LA"), "I;16": Image.fromarray(deep.astype(np.uint16)), "CMYK": rgb.convert("CMYK"),
        "LAB": Image.merge("LAB", rgb.split()), "I": Image.fromarray(deep.astype(np.int32)),
        "F": Image.fromarray((deep / 60_000).astype(np.float32)),
    }  # fmt: skip


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
@pytest.mark.parametrize("mode", list(images()))
def test_strips_of_tiff_files_are_read_as_they_are_decoded(tmp_path: Path, mode: str, compression: str) -> None:
    images()[mode].save(tmp_path / "a.tif", compression=compression, strip_size=900)

    assert_same(tmp_path / "a.tif")


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg"])
@pytest.mark.parametrize("mode", ["L", "RGB", "I;16"])
def test_tiles_of_tiff_files_are_read_as_they_are_decoded(tmp_path: Path, mode: str, compression: str) -> None:
    if (mode, compression) == ("I;16", "jpeg"):
        pytest.skip("JPEG has no such pixels")
    tiles = [tile.convert(mode) for tile in cut_into_tiles([noise()[:32], noise()[:15]], 32)]

    write_tiled_tiff(tmp_path / "a.tif", tiles, height=47, width=61, compression=compression)

    assert_same(tmp_path / "a.tif")


@pytest.mark.parametrize("compression", ["jpeg", "group4"])
def test_strips_of_other_compressions_are_read_as_they_are_decoded(tmp_path: Path, compression: str) -> None:
    image = Image.fromarray(noise(80, 64)).convert("1" if compression == "group4" else "RGB")

    image.save(tmp_path / "a.tif", compression=compression, strip_size=64 * 3 * 16)

    assert_same(tmp_path / "a.tif")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["tif", "png"])
def test_pictures_of_any_orientation_are_read_upright(tmp_path: Path, ending: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation

    Image.fromarray(noise()).save(tmp_path / f"a.{ending}", exif=exif)

    assert_same(tmp_path / f"a.{ending}")


@pytest.mark.parametrize("orientation", [3, 6])
def test_tiled_files_of_any_orientation_are_read_upright(tmp_path: Path, orientation: int) -> None:
    tiles = cut_into_tiles([noise()[:32], noise()[:15]], 32)

    write_tiled_tiff(tmp_path / "a.tif", tiles, height=47, width=61, orientation=orientation)

    assert_same(tmp_path / "a.tif")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_png_files_are_read_as_they_are_decoded(tmp_path: Path, mode: str) -> None:
    images()[mode].save(tmp_path / "a.png")

    assert_same(tmp_path / "a.png")


@pytest.mark.parametrize("kind", [(0, 2), (0, 4), (0, 16), (2, 16), (3, 1), (3, 2), (3, 4), (4, 16), (6, 16)])
def test_every_filter_of_every_kind_of_png_is_undone(tmp_path: Path, kind: tuple[int, int]) -> None:
    colour_type, depth = kind
    header = PngHeader(29, 40, depth, colour_type, is_interlaced=False)
    rows = RNG.integers(0, 256, (40, 1 + header.row_bytes), np.uint8)
    rows[:, 0] = np.arange(40) % 5
    palette = chunk(b"PLTE", noise(1, 2**depth).tobytes()) if colour_type == 3 else b""

    (tmp_path / "a.png").write_bytes(png_file(header, rows.tobytes(), before=(palette,)))

    assert_same(tmp_path / "a.png")


def test_transparency_and_late_orientation_of_png_files_are_followed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    header = PngHeader(21, 17, 8, 2, is_interlaced=False)
    pixels = RNG.integers(0, 2, (17, 21, 3), np.uint8) * 255
    rows = np.pad(pixels.reshape(17, -1), ((0, 0), (1, 0)))
    see_through = chunk(b"tRNS", bytes([0, 255, 0, 0, 0, 255]))
    late = chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\x00\x00"))

    (tmp_path / "a.png").write_bytes(png_file(header, rows.tobytes(), before=(see_through,), behind=(late,)))

    assert_same(tmp_path / "a.png")


def test_written_png_files_are_read(tmp_path: Path) -> None:
    pixels = noise()

    write_png(tmp_path / "a.png", [pixels[:20], pixels[20:]], height=47, width=61)

    assert (read_in_parts(tmp_path / "a.png") == pixels).all()
    assert_same(tmp_path / "a.png")


def test_one_long_strip_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.fromarray(noise()).save(tmp_path / "a.tif", strip_size=10**6)
    monkeypatch.setattr(tiff_layout, "LARGEST_PIECE_PIXELS", 500)
    monkeypatch.setattr(tiff_layout, "WANTED_PIECE_BYTES", 1000)

    assert_same(tmp_path / "a.tif")


def test_channels_stored_one_by_one_are_read_together(tmp_path: Path) -> None:
    pixels = noise(32, 32)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in {256: 32, 257: 32, 258: (8, 8, 8), 259: 1, 262: 2, 277: 3, 284: 2, 278: 16}.items():
        tags[tag] = value
    strips = [pixels[top : top + 16, :, channel].tobytes() for channel in range(3) for top in (0, 16)]
    tags[273], tags[279] = tuple(i * 512 for i in range(6)), (512,) * 6
    file = io.BytesIO()
    tags.save(file)

    (tmp_path / "a.tif").write_bytes(file.getvalue() + b"".join(strips))

    assert (read_in_parts(tmp_path / "a.tif") == pixels).all()
    assert_same(tmp_path / "a.tif")


@pytest.mark.parametrize("save", [{"format": "JPEG"}, {"format": "WEBP", "lossless": True}, {"format": "BMP"}])
def test_other_formats_are_decoded_as_always(tmp_path: Path, save: dict[str, object]) -> None:
    Image.fromarray(noise()).save(tmp_path / "a", **save)

    assert_same(tmp_path / "a")


def test_interlaced_png_files_are_decoded_as_always() -> None:
    path = dataset("odd-images") / "pillow" / "7x13.png"

    assert_same(path)


def test_every_odd_image_is_read_as_it_is_decoded_or_refused() -> None:
    folder = dataset("odd-images")
    with (folder / "pillow-says.csv").open(newline="") as stream:
        paths = [folder / row["file"] for row in csv.DictReader(stream)]
    refused = []

    for path in paths:
        try:
            decode_picture(path)
        except DecodeError:
            refused.append(path.name)

    for path in (path for path in paths if path.name not in refused):
        assert_same(path)
    for path in (path for path in paths if path.name in refused and path.name != FORGIVEN):
        with pytest.raises(DecodeError):
            read_in_parts(path)


@pytest.mark.parametrize("ending", ["tif", "png"])
def test_damage_is_said_where_it_is_met(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    compression = {"compression": "tiff_adobe_deflate"} if ending == "tif" else {}
    Image.fromarray(noise()).save(path, strip_size=900, **compression)
    content = bytearray(path.read_bytes())
    content[3000:3100] = bytes(100)
    path.write_bytes(content)

    with pytest.raises(DecodeError) as caught:
        read_in_parts(path)

    assert caught.value.code is ProblemCode.DAMAGED


def bomb(path: Path, width: int, height: int, *, interlace: int = 0) -> Path:
    """A PNG file that claims a size, with some rows of zeros."""
    header = header_chunk(PngHeader(width, height, 8, 0, is_interlaced=bool(interlace)))
    path.write_bytes(header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))
    return path


@pytest.mark.parametrize(
    ("width", "height", "interlace"), [(70_000, 70_000, 0), (2_000_000, 20, 0), (20_000, 20_000, 1)]
)
def test_sizes_beyond_all_limits_are_refused_by_the_header(
    tmp_path: Path, width: int, height: int, interlace: int
) -> None:
    path = bomb(tmp_path / "a.png", width, height, interlace=interlace)

    with pytest.raises(DecodeError) as caught, opened_regions(path, on_progress=silent):
        pass

    assert caught.value.code is ProblemCode.TOO_LARGE
    assert "tiled TIFF" in caught.value.hint


def test_a_large_picture_is_let_through_only_in_parts(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.png", 20_000, 20_000)

    with pytest.raises(DecodeError, match="178 million"):
        decode_picture(path)
    with pytest.raises(DecodeError, match="ends too early"), opened_regions(path, on_progress=silent):
        pass


def test_a_disk_without_room_is_said_before_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.fromarray(noise()).save(tmp_path / "a.png")
    monkeypatch.setattr(spool, "LEFT_FREE_BYTES", 10**18)

    with pytest.raises(UserError, match="free in"):
        read_in_parts(tmp_path / "a.png")


def test_unpacking_tells_its_progress_and_can_stop(tmp_path: Path) -> None:
    Image.fromarray(noise()).save(tmp_path / "a.png")
    told: list[tuple[str, int, int]] = []

    def stop(what: str, done: int, total: int) -> None:
        told.append((what, done, total))
        if done:
            raise Stopped

    with pytest.raises(Stopped), opened_regions(tmp_path / "a.png", on_progress=stop):
        pass

    assert told[0] == (opening.UNPACKING, 0, 47)
    assert len(told) == 2
