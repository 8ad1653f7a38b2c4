"""Fetch a file from the network: with progress, cancel, time limits, a checksum, and going on where it stopped."""

import contextlib
import hashlib
import http.client
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib import error, request

from engine.contract.errors import UserError
from engine.pretrained.files import WeightsFile

SILENCE_SECONDS = 20.0
LONGEST_SECONDS = 3600.0
PIECE_BYTES = 1 << 18
PARTIAL_CONTENT = 206
RANGE_REFUSED = 416
OnProgress = Callable[[str, int, int], None]


def fetch(
    file: WeightsFile,
    on_progress: OnProgress,
    *,
    silence_seconds: float = SILENCE_SECONDS,
    longest_seconds: float = LONGEST_SECONDS,
) -> Path:
    """Return the place of a weights file, which is downloaded unless it is there already.

    What arrived before an interruption is kept beside it and completed by the next call.

    Args:
        file: which one.
        on_progress: is told (what, bytes done, bytes in total; 0: unknown) after each piece; what it raises cancels
            the download and goes through to the caller.
        silence_seconds: how long nothing may arrive.
        longest_seconds: how long all of it may take.

    Raises:
        UserError: it cannot be downloaded, or something else arrived; with what to do.
    """
    place = file.place
    if place.exists() and _is_sound(place, file):
        return place
    partial = place.with_name(f"{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _download(file, partial, on_progress, silence_seconds, time.monotonic() + longest_seconds)
    except (OSError, http.client.HTTPException) as failure:
        raise _not_downloaded(file, failure) from failure
    if not _is_sound(partial, file):
        partial.unlink()
        raise UserError(
            f"The weights of {file.title} arrived damaged. Received: a file whose checksum is wrong, from {file.url}.",
            "Download them again. If it happens again, something between here and the server changes the file.",
        )
    os.replace(partial, place)
    return place


def _download(file: WeightsFile, partial: Path, on_progress: OnProgress, silence: float, deadline: float) -> None:
    """Complete the partial file.

    Raises:
        OSError: the connection failed, or the time is over.
    """
    start = partial.stat().st_size if partial.exists() else 0
    what = f"downloading the weights of {file.title}"
    with _answer(file.url, start, silence) as answer:
        if answer is None:
            return  # Everything had arrived already.
        start = start if answer.status == PARTIAL_CONTENT else 0
        left = int(answer.headers.get("Content-Length") or 0)
        total = start + left if left else 0
        on_progress(what, start, total)
        for done in _write_pieces(answer, partial, start):
            on_progress(what, done, total)
            if time.monotonic() > deadline:
                raise TimeoutError(f"only {done >> 20} MB arrived within the time limit")
    if total and partial.stat().st_size < total:
        raise ConnectionError(f"the connection ended after {partial.stat().st_size:,} of {total:,} bytes")


def _write_pieces(answer: Any, partial: Path, start: int) -> Iterator[int]:
    """Append what arrives, and yield how many bytes there are."""
    done = start
    with partial.open("ab" if start else "wb") as stream:
        while piece := answer.read(PIECE_BYTES):
            stream.write(piece)
            done += len(piece)
            yield done


def _answer(url: str, start: int, silence: float) -> contextlib.AbstractContextManager[Any]:
    """The server's answer; None where it says that there is nothing behind ``start``."""
    headers = {"Range": f"bytes={start}-"} if start else {}
    try:
        return request.urlopen(request.Request(url, headers=headers), timeout=silence)
    except error.HTTPError as failure:
        failure.close()
        if start and failure.code == RANGE_REFUSED:
            return contextlib.nullcontext(None)
        raise


def _is_sound(path: Path, file: WeightsFile) -> bool:
    """Whether a file is what was published; where no checksum was, whether it begins as HDF5 does."""
    with path.open("rb") as stream:
        if not file.md5:
            return stream.read(8) == b"\x89HDF\r\n\x1a\n"
        return hashlib.file_digest(stream, _md5).hexdigest() == file.md5


def _md5() -> Any:
    """The checksum that keras.applications publishes: against damage, not against forgery."""
    return hashlib.md5(usedforsecurity=False)


def _not_downloaded(file: WeightsFile, failure: Exception) -> UserError:
    reason = failure.reason if isinstance(failure, error.URLError) else failure
    return UserError(
        f"Cannot download the weights of {file.title}. Received: {file.url}: {str(reason) or type(failure).__name__}.",
        "Connect to the internet and try again; what has arrived is kept. Without internet here, download the file "
        f"elsewhere, and choose it as a local file or put it into {file.place.parent}.",
    )
