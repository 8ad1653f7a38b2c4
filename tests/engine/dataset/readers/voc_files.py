"""Writes Pascal VOC files for tests."""

from pathlib import Path

from tests.engine.dataset.readers.label_files import save_text

Corners = tuple[object, object, object, object]


def box_of(name: str, corners: Corners, more: str = "") -> str:
    """The element of one object."""
    values = "".join(
        f"<{tag}>{value}</{tag}>" for tag, value in zip(("xmin", "ymin", "xmax", "ymax"), corners, strict=True)
    )
    return f"<object><name>{name}</name>{more}<bndbox>{values}</bndbox></object>"


def save_voc(path: Path, *objects: str, filename: str | None = "a.png", more: str = "") -> Path:
    """A label file; ``objects`` and ``more`` are XML."""
    named = "" if filename is None else f"<filename>{filename}</filename>"
    size = "<size><width>8</width><height>6</height><depth>3</depth></size>"
    return save_text(path, f"<annotation>{named}{size}{more}{''.join(objects)}</annotation>")
