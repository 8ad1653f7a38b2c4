"""Small sound datasets of every format: four pictures, ``p0`` to ``p3``, of two classes.

Numbers and names stand in the files exactly as the damages expect them.
"""

import json
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

NAMES: Final = ("p0", "p1", "p2", "p3")
WIDTH, HEIGHT = 32, 24
CLASSES: Final = ("cat", "dog")


def save_picture(path: Path, seed: int) -> None:
    """Noise, so that no picture resembles another one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)


def save_text(path: Path, text: str) -> None:
    """A text file; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def label_of(number: int) -> str:
    """The class of a picture, and of the first object on it."""
    return CLASSES[number % 2]


def make_coco(root: Path) -> None:
    """A box and an outline on each picture, one mask on the last."""
    images, annotations = [], list[Any]()
    for number, name in enumerate(NAMES):
        save_picture(root / f"images/{name}.png", number)
        images.append({"id": number + 1, "file_name": f"{name}.png", "width": WIDTH, "height": HEIGHT})
        annotations += [
            {"id": 10 * number, "image_id": number + 1, "category_id": number % 2 + 3, "iscrowd": 0,
             "bbox": [2, 3, 10, 8], "area": 80},
            {"id": 10 * number + 1, "image_id": number + 1, "category_id": 4, "iscrowd": 0,
             "bbox": [12, 4, 12, 16], "area": 96, "segmentation": [[12, 4, 24, 4, 24, 20]]},
        ]  # fmt: skip
    counts = [10, 6, WIDTH * HEIGHT - 16]
    annotations.append({"id": 99, "image_id": 4, "category_id": 3, "iscrowd": 1,
                        "segmentation": {"size": [HEIGHT, WIDTH], "counts": counts}})  # fmt: skip
    # The first annotation is drawn first, the mask stands where damages find it.
    annotations.insert(1, annotations.pop())
    categories = [{"id": 3, "name": "cat"}, {"id": 4, "name": "dog"}]
    content = {"images": images, "annotations": annotations, "categories": categories}
    save_text(root / "labels.json", json.dumps(content, indent=1))


def make_labelme(root: Path) -> None:
    """A rectangle and an outline on each picture, in a file beside it."""
    for number, name in enumerate(NAMES):
        save_picture(root / f"{name}.png", number)
        shapes = [
            {"label": label_of(number), "points": [[2, 3], [12, 11]], "group_id": None, "shape_type": "rectangle",
             "flags": {}},
            {"label": "dog", "points": [[12, 4], [24, 4], [24, 20]], "group_id": None, "shape_type": "polygon",
             "flags": {}},
        ]  # fmt: skip
        content = {"version": "5.4.1", "flags": {}, "shapes": shapes, "imagePath": f"{name}.png", "imageData": None,
                   "imageHeight": HEIGHT, "imageWidth": WIDTH}  # fmt: skip
        save_text(root / f"{name}.json", json.dumps(content, indent=1))


def make_cvat(root: Path) -> None:
    """A box and an outline on each picture."""
    pictures = []
    for number, name in enumerate(NAMES):
        save_picture(root / f"images/{name}.png", number)
        pictures.append(
            f'  <image id="{number}" name="{name}.png" width="{WIDTH}" height="{HEIGHT}">\n'
            f'    <box label="{label_of(number)}" occluded="0" xtl="2.0" ytl="3.0" xbr="12.0" ybr="11.0"/>\n'
            '    <polygon label="dog" points="12.0,4.0;24.0,4.0;24.0,20.0"/>\n'
            '    <mask label="dog" rle="2, 4" left="4" top="5" width="3" height="2"/>\n'
            "  </image>\n"
        )
    labels = "".join(f"<label><name>{name}</name></label>" for name in CLASSES)
    meta = f"  <version>1.1</version>\n  <meta><task><labels>{labels}</labels></task></meta>\n"
    save_text(root / "annotations.xml", f"<annotations>\n{meta}{''.join(pictures)}</annotations>\n")


def make_voc(root: Path) -> None:
    """Two boxes on each picture, in an XML file for each."""
    for number, name in enumerate(NAMES):
        save_picture(root / f"JPEGImages/{name}.png", number)
        objects = "".join(
            f"  <object>\n    <name>{label}</name>\n    <difficult>0</difficult>\n    <bndbox><xmin>{box[0]}</xmin>"
            f"<ymin>{box[1]}</ymin><xmax>{box[2]}</xmax><ymax>{box[3]}</ymax></bndbox>\n  </object>\n"
            for label, box in ((label_of(number), (3, 4, 12, 11)), ("dog", (13, 5, 24, 20)))
        )
        size = f"  <size><width>{WIDTH}</width><height>{HEIGHT}</height><depth>3</depth></size>\n"
        head = f"<annotation>\n  <filename>{name}.png</filename>\n"
        save_text(root / f"Annotations/{name}.xml", f"{head}{size}{objects}</annotation>\n")


def make_yolo(root: Path) -> None:
    """Two boxes on each picture, in a text file for each, with a ``data.yaml``."""
    for number, name in enumerate(NAMES):
        save_picture(root / f"images/{name}.png", number)
        save_text(root / f"labels/{name}.txt", f"{number % 2} 0.25 0.25 0.25 0.25\n1 0.625 0.5 0.25 0.5\n")
    save_text(root / "data.yaml", "train: images\nval: images\nnc: 2\nnames: [cat, dog]\n")


def make_csv(root: Path) -> None:
    """A table of classes."""
    for number, name in enumerate(NAMES):
        save_picture(root / f"pictures/{name}.png", number)
    rows = "".join(f"pictures/{name}.png,{label_of(number)}\n" for number, name in enumerate(NAMES))
    save_text(root / "labels.csv", f"path,label\n{rows}")


def make_csv_boxes(root: Path) -> None:
    """A table of boxes, two for each picture."""
    rows = []
    for number, name in enumerate(NAMES):
        save_picture(root / f"pictures/{name}.png", number)
        rows.append(f"pictures/{name}.png,{WIDTH},{HEIGHT},{label_of(number)},2,3,12,11\n")
        rows.append(f"pictures/{name}.png,{WIDTH},{HEIGHT},dog,13,5,24,20\n")
    save_text(root / "boxes.csv", f"filename,width,height,class,xmin,ymin,xmax,ymax\n{''.join(rows)}")


def class_mask() -> np.ndarray:
    """Three classes, 0, 1 and 2, each in its own rows."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[8:16, 4:20], mask[16:, 10:] = 1, 2
    return mask


def make_masks(root: Path) -> None:
    """A grey mask with three codes for each picture."""
    (root / "masks").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        save_picture(root / f"images/{name}.png", number)
        Image.fromarray(np.roll(class_mask(), number, axis=1)).save(root / f"masks/{name}.png")


def make_instance_masks(root: Path) -> None:
    """Two masks of objects for each picture, in folders as those of the Data Science Bowl 2018."""
    for number, name in enumerate(NAMES):
        save_picture(root / f"{name}/images/{name}.png", number)
        (root / f"{name}/masks").mkdir()
        for which, rows in (("a", slice(2, 8)), ("b", slice(12, 20))):
            mask = np.zeros((HEIGHT, WIDTH), np.uint8)
            mask[rows, 3 + number : 12] = 255
            Image.fromarray(mask).save(root / f"{name}/masks/{which}.png")


def make_idx(root: Path) -> None:
    """Four pictures in one file, their classes in another, as MNIST has them."""
    pixels = np.random.default_rng(5).integers(0, 256, (len(NAMES), 8, 8), dtype=np.uint8)
    root.mkdir(parents=True, exist_ok=True)
    header = struct.pack(">BBBBIII", 0, 0, 8, 3, *pixels.shape)
    (root / "train-images-idx3-ubyte").write_bytes(header + pixels.tobytes())
    (root / "train-labels-idx1-ubyte").write_bytes(struct.pack(">BBBBI", 0, 0, 8, 1, len(NAMES)) + bytes((0, 1, 0, 1)))


def make_folders(root: Path) -> None:
    """A folder for each class."""
    for number, name in enumerate(NAMES):
        save_picture(root / f"{label_of(number)}/{name}.png", number)


MAKERS: Final[Mapping[str, Callable[[Path], None]]] = {
    "coco": make_coco,
    "labelme": make_labelme,
    "cvat": make_cvat,
    "voc": make_voc,
    "yolo": make_yolo,
    "csv": make_csv,
    "csv boxes": make_csv_boxes,
    "masks": make_masks,
    "instance masks": make_instance_masks,
    "idx": make_idx,
    "folders": make_folders,
}
