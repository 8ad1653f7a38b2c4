"""Opens broken datasets in a process of its own: reads names of variants, writes an outcome for each, line by line."""

import resource
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

import engine
from engine.contract.annotations import Box, IndexedAnnotation
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.contract.folders import cache_folder, labels_folder
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from tests.engine.dataset.fuzz.catalogue import VARIANTS
from tests.engine.dataset.fuzz.outcome import Outcome, SeenPicture, SeenProblem
from tests.engine.dataset.fuzz.sound_datasets import MAKERS
from tests.engine.dataset.fuzz.variant import Variant
from tests.engine.dataset.fuzz.watching import OpenedFiles
from tests.engine.dataset.small_datasets import ignore_progress, never

_MOST_BYTES = 4 << 30


def main(work: Path) -> None:
    """Answer every line of the standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    repository = Path(engine.__path__[0]).parent
    own = (cache_folder(), labels_folder(), repository)
    watch = OpenedFiles((*own, Path(sys.prefix), Path(sys.base_prefix), Path("/dev/urandom")))
    tempfile.tempdir = str(cache_folder())
    variants = {variant.key: variant for variant in VARIANTS}
    for number, line in enumerate(sys.stdin):
        outcome = try_variant(variants[line.rstrip("\n")], work / str(number), watch)
        sys.stdout.write(f"{outcome.model_dump_json()}\n")
        sys.stdout.flush()


def try_variant(variant: Variant, work: Path, watch: OpenedFiles) -> Outcome:
    """Make a dataset, break it, open it, and look at everything in its index."""
    folder = work / "dataset"
    watch.stop()
    MAKERS[variant.format](folder)
    variant.damage(folder)
    watch.watch(folder, variant.denied)
    started = time.monotonic()
    try:
        seen = _look(open_dataset(folder, on_progress=ignore_progress, is_cancelled=never))
    except UserError as error:
        seen = {"refusal": str(error)}
    except BaseException:
        seen = {"crash": traceback.format_exc()}
    seconds = time.monotonic() - started
    outside = tuple(sorted(set(watch.outside)))
    watch.stop()
    shutil.rmtree(work)
    return Outcome(key=variant.key, seconds=seconds, reads_outside=outside, **seen)


def _look(place: Path) -> dict[str, object]:
    with DatasetIndex(place) as index:
        rows, summary = index.page(limit=1000), index.summary()
        annotations = index.annotations_of([row.id for row in rows])
        return {
            "format": summary.format,
            "pictures": tuple(_picture(row, annotations.get(row.id, [])) for row in rows),
            "problems": tuple(
                SeenProblem(code=row.code, path=row.path, place=row.place, action=row.action, message=row.message)
                for row in index.problems(limit=10_000)
            ),
        }


def _picture(row: ImageRow, annotations: list[IndexedAnnotation]) -> SeenPicture:
    labels = tuple(sorted(f"{drawn.kind} {drawn.label} {drawn.is_crowd} {_box(drawn.box)}" for drawn in annotations))
    return SeenPicture(path=row.path, status=row.status, labels=labels)


def _box(box: Box | None) -> str:
    return "" if box is None else f"{box.x_min:.3f} {box.y_min:.3f} {box.x_max:.3f} {box.y_max:.3f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
