"""Which picture format a file holds, by its first bytes."""

from pathlib import Path

HEAD_BYTES = 32

# Endings of the formats that decode.py reads; a file with one of them is expected to be a picture.
PICTURE_ENDINGS = frozenset(
    (
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".apng", ".gif", ".bmp", ".dib", ".tif", ".tiff"),
        *(".webp", ".avif", ".jp2", ".j2k", ".jpf", ".jpx", ".ico", ".tga", ".ppm", ".pgm", ".pbm", ".pnm"),
    )
)

_STARTS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
    b"MM\x00+": "TIFF",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": "JPEG 2000",
}


def picture_format(head: bytes) -> str | None:
    """Name of the picture format that begins with ``head``; None where no unmistakable signature is found.

    Formats that begin with two or three printable bytes (BMP, PPM, ICO, TGA) are not guessed: text could begin so.
    """
    for start, name in _STARTS.items():
        if head.startswith(start):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    return None


def has_picture_ending(path: str | Path) -> bool:
    """Whether the name of a file says that it is a picture."""
    return Path(path).suffix.lower() in PICTURE_ENDINGS
