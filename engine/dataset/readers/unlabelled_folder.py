"""Reads pictures without labels, for learning that needs none and for prediction."""

from engine.dataset.listing import Listing
from engine.dataset.readers.base import listed
from engine.dataset.readers.folder_layout import understand_folders
from engine.dataset.scanning import Scan


def read_unlabelled(scan: Scan) -> Listing:
    """The listing of pictures in any folders; folders named like splits count as such."""
    layout = understand_folders(picture.folders for picture in scan.pictures)
    images = tuple(listed(picture, split=layout.read(picture.folders)[0]) for picture in scan.pictures)
    notes = ("Pictures without labels.",)
    return Listing("unlabelled", scan.root, images, (), tuple(scan.ignored), tuple(scan.problems), notes)
