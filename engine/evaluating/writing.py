"""Writes what an evaluation found: its numbers, and one line for each picture."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.base import Value
from engine.contract.run_folder import write_atomically

METRICS_NAME = "metrics.json"
IMAGES_NAME = "images.csv"
NO_ARRAYS: Final[Mapping[str, NDArray[Any]]] = MappingProxyType({})


def write_evaluation(
    folder: Path, evaluation: Value, results: Sequence[Value], *, arrays: Mapping[str, NDArray[Any]] = NO_ARRAYS
) -> None:
    """Write ``metrics.json`` and ``images.csv``, whose columns are the fields of the results; there is one at least.

    The numbers come last: where they lie, the lines and arrays are whole.

    Args:
        folder: of the evaluation.
        evaluation: its numbers.
        results: its pictures.
        arrays: what is known of more than whole pictures, by the names of their files.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, list(type(results[0]).model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(result.model_dump() for result in results)
    write_atomically(folder / IMAGES_NAME, table.getvalue().encode(errors="surrogatepass"))
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        write_atomically(folder / name, buffer.getvalue())
    write_atomically(folder / METRICS_NAME, evaluation.model_dump_json(indent=1))
