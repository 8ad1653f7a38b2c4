"""The files of a run folder: their names, and writing them so that a kill at any moment loses nothing."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from engine.contract.run_events import RunState


def write_atomically(
    path: Path, content: str | bytes, *, before_replacing: Callable[[Path], None] | None = None
) -> None:
    """Write a file so that a reader, also after a crash, sees the old content or the new, never a part.

    Args:
        path: of the file.
        content: all of it.
        before_replacing: gets the finished new file while the old one is still in its place, and may raise to keep it.

    Raises:
        OSError: the disk is full or the folder is not writable; the old file is untouched.
    """
    binary = content.encode() if isinstance(content, str) else content
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(binary)
            stream.flush()
            os.fsync(stream.fileno())
        if before_replacing is not None:
            before_replacing(Path(temporary))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_whole(path: Path, binary: bytes) -> None:
    """Write a file that nobody sees half; it need not survive a power cut, so nobody waits for the disk.

    Raises:
        OSError: the disk is full or the folder is not writable; the old file is untouched.
    """
    temporary = path.with_name(f".{path.name}")
    temporary.write_bytes(binary)
    os.replace(temporary, path)


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Paths of one run; reading them needs neither Keras nor the process that writes them."""

    path: Path

    @property
    def config(self) -> Path:
        return self.path / "config.json"

    @property
    def state(self) -> Path:
        return self.path / "state.json"

    @property
    def events(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def control(self) -> Path:
        return self.path / "control.jsonl"

    @property
    def history(self) -> Path:
        return self.path / "history.csv"

    @property
    def log(self) -> Path:
        return self.path / "log.txt"

    @property
    def model(self) -> Path:
        return self.path / "model.keras"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def previews(self) -> Path:
        return self.path / "previews"

    @property
    def split(self) -> Path:
        return self.path / "split.csv"

    @property
    def preparation(self) -> Path:
        return self.path / "preparation"

    @property
    def metrics(self) -> Path:
        return self.path / "metrics.json"

    @property
    def evaluation(self) -> Path:
        return self.path / "evaluation"

    @property
    def detector(self) -> Path:
        """What a detector has learned beside the classifier that it asks."""
        return self.path / "detector"

    @property
    def label_history(self) -> Path:
        """How every training label was learned, epoch by epoch; files as in ``engine/label_history/stored.py``."""
        return self.path / "label_history"

    @property
    def temporary(self) -> Path:
        """Unfinished files of the process that trains."""
        return self.path / ".temporary"

    def read_config(self) -> RunConfig:
        """Raises: UserError when the folder is no run, or the file was damaged by somebody else."""
        try:
            return RunConfig.model_validate_json(self.config.read_bytes())
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UserError(
                f"This is not a run. Received: {self.path}, without config.json.",
                "Choose a folder that a training wrote.",
            ) from error
        except ValueError as error:
            raise UserError(
                f"Cannot read the run's configuration. Received: {self.config}: {error}.",
                "Restore the file, or repeat the run.",
            ) from error

    def read_state(self) -> RunState:
        """Raises: UserError when there is no readable ``state.json``."""
        try:
            return RunState.model_validate_json(self.state.read_bytes())
        except (OSError, ValueError) as error:
            raise UserError(
                f"Cannot read the state of the run. Received: {self.state}: {error}.",
                "Repeat the run from its config.json.",
            ) from error

    def write_config(self, config: RunConfig) -> None:
        write_atomically(self.config, config.model_dump_json(indent=1))

    def write_state(self, state: RunState) -> None:
        write_atomically(self.state, state.model_dump_json(indent=1))

    def remove_unfinished(self) -> None:
        """Remove what a killed training was about to write; only while no process trains this run."""
        for leftover in self.path.glob(".*"):
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)

    def read_metrics(self) -> dict[str, float | None]:
        """Metrics of the best epoch on the validation split; empty before the first epoch."""
        try:
            metrics: dict[str, float | None] = json.loads(self.metrics.read_text())
        except (OSError, ValueError):
            return {}
        return metrics
