"""Trains and asks one network of Ultralytics, in an environment of its own, for ``benchmarks.against_ultralytics``.

Nothing of Fovea is imported here. Minutes are those of the processor, as for Fovea: a clock that counts the time of
this process in place of the wall's is put under Ultralytics' own ``time`` setting, so that a busy machine takes nothing
from either side. Everything else is what Ultralytics does by default when it trains from scratch.
"""

import argparse
import json
import time
from pathlib import Path
from types import SimpleNamespace

import torch
from ultralytics import YOLO
from ultralytics.engine import trainer

LEAST_SCORE, OVERLAP, MOST = 0.001, 0.7, 300
"""With which Ultralytics measures its own average precision."""


def main() -> None:
    """Train for so many minutes, then write the boxes of all pictures of a folder and the seconds it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", help="yolo11n.yaml: from scratch")
    parser.add_argument("data", type=Path, help="data.yaml")
    parser.add_argument("pictures", type=Path, help="file that lists pictures to be asked about")
    parser.add_argument("out", type=Path, help="folder of the run; boxes.json is written into it")
    parser.add_argument("--processor-seconds", type=float, required=True)
    parser.add_argument("--side", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    given = parser.parse_args()
    torch.set_num_threads(2)
    trainer.time = SimpleNamespace(time=time.process_time, sleep=time.sleep)
    started = time.process_time()
    network = YOLO(given.network)
    network.train(
        data=str(given.data),
        imgsz=given.side,
        time=given.processor_seconds / 3600,
        seed=given.seed,
        workers=0,  # In this process, whose time is counted.
        pretrained=False,
        device="cpu",
        project=str(given.out.parent),
        name=given.out.name,
        exist_ok=True,
        plots=False,
        verbose=False,
    )
    seconds = time.process_time() - started
    best = YOLO(given.out / "weights" / "best.pt")
    found = {}
    for path in given.pictures.read_text(encoding="utf-8").splitlines():
        said = best.predict(path, imgsz=given.side, conf=LEAST_SCORE, iou=OVERLAP, max_det=MOST, verbose=False)[0].boxes
        found[path] = [said.xyxy.tolist(), said.cls.tolist(), said.conf.tolist()]
    epochs = sum(1 for _ in (given.out / "results.csv").open()) - 1
    answer = {"seconds": seconds, "epochs": epochs, "classes": list(best.names.values()), "boxes": found}
    (given.out / "boxes.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
