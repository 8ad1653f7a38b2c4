"""Reads pictures without labels, for learning that needs none and for prediction."""

from engine.contract.dataset import Candidate
from engine.dataset.listing import Listing
from engine.dataset.readers.base import OnProgress, listed
from engine.dataset.readers.folders.layout import understand_folders
from engine.dataset.readers.unread_label_files import unread_label_files
from engine.dataset.scanning import Scan


def find(scan: Scan) -> list[Candidate]:
    """Pictures can always be read without labels."""
    return [Candidate(format="unlabelled", title="Pictures without labels")] if scan.pictures else []


def read(scan: Scan, _candidate: Candidate, _on_progress: OnProgress) -> Listing:
    """The listing of pictures in any folders; folders named like splits count as such."""
    layout = understand_folders(picture.folders for picture in scan.pictures)
    images = tuple(listed(picture, split=layout.read(picture.folders)[0]) for picture in scan.pictures)
    problems = tuple(unread_label_files(scan))
    return Listing("unlabelled", scan.root, images, problems=problems, notes=("Pictures without labels.",))
