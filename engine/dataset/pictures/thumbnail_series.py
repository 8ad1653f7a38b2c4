"""Makes many thumbnails in a few threads and gives them in the asked order."""

import os
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.dataset.pictures.decode import DecodeError
from engine.dataset.pictures.thumbnail_cache import ThumbnailCache, cached_thumbnail
from engine.dataset.pictures.thumbnails import Crop, Drawing, Thumbnail, make_mask_thumbnail

# Pillow releases the interpreter's lock; more threads would hold more decoded pictures than they save time.
_MOST_THREADS: Final = 4
_SECONDS_BETWEEN_LOOKS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one picture: a thumbnail, maybe with the classes of its masks, or the reason why there is none."""

    path: str
    thumbnail: Thumbnail | None = None
    classes: NDArray[np.uint8] | None = None
    reason: str = ""


def thumbnails_in_order(
    paths: Sequence[str],
    drawings: Mapping[str, Drawing],
    *,
    size_px: int,
    crop: Crop,
    is_cancelled: Callable[[], bool],
    kept: ThumbnailCache | None = None,
) -> Generator[Made, None, None]:
    """Thumbnails of pictures, as soon as they and all before them are made; ends early when cancelled.

    Args:
        paths: of the pictures.
        drawings: masks by path, for those that have some.
        size_px: of the longer side, or of the square.
        crop: what of the picture they show.
        is_cancelled: asked often; what is being decoded then ends in the background.
        kept: cache; None: the one in Fovea's folder of caches.
    """
    make = partial(_make, size_px=size_px, crop=crop, kept=kept)
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    pool = ThreadPoolExecutor(threads, "thumbnail")
    waiting, running = deque(paths), deque[Future[Made]]()
    try:
        while (waiting or running) and not is_cancelled():
            while waiting and len(running) < 2 * threads:
                path = waiting.popleft()
                running.append(pool.submit(make, path, drawings.get(path)))
            wait([running[0]], timeout=_SECONDS_BETWEEN_LOOKS)
            if running[0].done():
                yield running.popleft().result()
    finally:
        pool.shutdown(wait=not running, cancel_futures=True)


def _make(path: str, drawing: Drawing | None, *, size_px: int, crop: Crop, kept: ThumbnailCache | None) -> Made:
    try:
        thumbnail = cached_thumbnail(Path(path), size_px=size_px, crop=crop, kept=kept)
    except DecodeError as error:
        return Made(path, reason=str(error))
    classes = None if drawing is None else make_mask_thumbnail(drawing, thumbnail, crop=crop)
    return Made(path, thumbnail, classes)
