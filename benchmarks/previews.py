"""What it costs to follow six pinned pictures: training with and without previews, in turns.

Run ``python -m benchmarks.previews`` in the repository. Both train the network that Fovea proposes for the sample for
20 epochs, in the same process. Measured from the end of the first epoch, which compiles, to the end of the run, in wall
and in processor time. Wanted: previews slow a training by less than 5 %.
"""

import argparse
import os
import statistics
import tempfile
from pathlib import Path

from benchmarks.training import Moment, fovea, proposed
from engine.contract.config import RunConfig
from engine.contract.dataset import Split
from engine.data.synthetic.writing import write_sample

WANTED = 1.05
PICTURES = 1600
PINNED = 6


def compare(config: RunConfig, *, turns: int) -> float:
    """Train in turns, print the times, and give the ratio of the medians of processor time."""
    without = config.model_copy(update={"pinned": ()})
    alternatives = {"with previews": fovea(config), "without": fovea(without)}
    measured: dict[str, list[Moment]] = {name: [] for name in alternatives}
    for turn in range(turns):
        for name in sorted(alternatives, reverse=bool(turn % 2)):
            measured[name].append(alternatives[name]())
    ratios = {}
    for kind in Moment._fields:
        medians = {name: statistics.median(getattr(one, kind) for one in times) for name, times in measured.items()}
        ratios[kind] = medians["with previews"] / medians["without"]
        times = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in medians.items())
        print(f"{kind:10} {times}: ratio {ratios[kind]:.3f}, wanted below {WANTED}")
    return ratios["processor"]


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["FOVEA_HOME"] = home
        folder = Path(home) / "sample"
        write_sample("classification", folder, count=PICTURES, seed=1)
        index, config = proposed(folder, network=None, epochs=given.epochs)
        pinned = tuple(row.path for row in index.rows(Split.VALIDATION)[:PINNED])
        print(f"{config.network.name}, {given.epochs} epochs, {len(pinned)} pinned pictures")
        compare(config.model_copy(update={"pinned": pinned}), turns=given.turns)
        index.close()


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
