import shutil
from collections import namedtuple

import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.dataset.pictures.regions.source import Region


def test_codes_are_read_as_they_were_written_in_any_order() -> None:
    codes = np.random.default_rng(2).integers(0, 256, (11, 7), np.uint8)

    with CodePlane(height=11, width=7) as plane:
        plane.write(codes[6:], top=6)
        assert not plane.rows(0, 6).any()
        plane.write(codes[:6], top=0)
        assert np.array_equal(plane.rows(0, 11), codes)
        assert np.array_equal(plane.read(Region(top=3, bottom=9, left=2, right=6)), codes[3:9, 2:6])
        assert np.array_equal(plane.read(Region(top=3, bottom=9, left=0, right=7)), codes[3:9])


def test_without_room_on_the_disk_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: namedtuple("Usage", "free")(0))

    with pytest.raises(UserError, match="GB free"):
        CodePlane(height=10, width=10)
