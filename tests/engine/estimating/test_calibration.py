from pathlib import Path

import pytest

from engine.estimating.calibration import Calibration, calibrated, read_calibration, write_calibration


def test_a_machine_where_nothing_was_measured_has_ordinary_constants(tmp_path: Path) -> None:
    assert not read_calibration(tmp_path).is_measured


def test_what_was_measured_is_kept(tmp_path: Path) -> None:
    calibration = Calibration(is_measured=True, time_factor=0.3)

    write_calibration(calibration, tmp_path / "home")

    assert read_calibration(tmp_path / "home") == calibration


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text('{"time_factor": -1}')

    assert not read_calibration(tmp_path).is_measured


def test_the_first_measurement_counts_whole() -> None:
    learned = calibrated(Calibration(), program_bytes=7e8, picture_factor=0.9, time_ratio=0.5)

    assert learned.program_bytes == pytest.approx(7e8)
    assert learned.picture_factor == pytest.approx(0.9)
    assert learned.time_factor == pytest.approx(0.5)
    assert learned.is_measured


def test_later_measurements_move_it_halfway() -> None:
    before = Calibration(is_measured=True, program_bytes=4e8, picture_factor=1.0, time_factor=1.0)

    learned = calibrated(before, program_bytes=9e8, picture_factor=4.0, time_ratio=0.25)

    assert learned.program_bytes == pytest.approx(6e8)
    assert learned.picture_factor == pytest.approx(2.0)
    assert learned.time_factor == pytest.approx(0.5)


def test_absurd_measurements_are_limited() -> None:
    learned = calibrated(Calibration(), program_bytes=-1e9, picture_factor=1e9, time_ratio=1e-9)

    assert learned.program_bytes == pytest.approx(1e8)
    assert learned.picture_factor == pytest.approx(50.0)
    assert learned.time_factor == pytest.approx(0.02)
