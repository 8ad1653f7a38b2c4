"""Finds label files in a folder whose pictures are read without labels, so that nobody wonders what became of them."""

from collections.abc import Callable, Iterator
from itertools import islice

from engine.contract.dataset import ProblemCode
from engine.contract.errors import UserError
from engine.dataset.problems import Problem
from engine.dataset.readers.csv.table import read_rows
from engine.dataset.readers.documents import BadDocument, read_json, read_xml
from engine.dataset.scanning import FoundFile, Scan

# More files than this are hardly labels that somebody expects to be read.
_MOST_FILES = 100
_WITHOUT_PICTURES = "No column leads from the pictures to a class or a box."


def unread_label_files(scan: Scan) -> list[Problem]:
    """Tables without a picture, and JSON and XML files that are damaged."""
    return [
        *_faults(scan.tables, lambda file: _fault_of_table(scan, file)),
        *_faults(_with_ending(scan, ".json"), lambda file: _fault_of_document(read_json, scan, file)),
        *_faults(_with_ending(scan, ".xml"), lambda file: _fault_of_document(read_xml, scan, file)),
    ]


def _faults(files: list[FoundFile], look: Callable[[FoundFile], str]) -> Iterator[Problem]:
    for file in islice(files, _MOST_FILES):
        fault = look(file)
        if fault:
            yield Problem(ProblemCode.BAD_LABEL_FILE, file.path, fault)


def _with_ending(scan: Scan, ending: str) -> list[FoundFile]:
    return [file for file in scan.documents if file.path.lower().endswith(ending)]


def _fault_of_table(scan: Scan, file: FoundFile) -> str:
    try:
        read_rows(scan.root / file.path)
    except UserError as error:
        return error.message
    return _WITHOUT_PICTURES


def _fault_of_document(read: Callable[..., object], scan: Scan, file: FoundFile) -> str:
    try:
        read(scan.root / file.path)
    except BadDocument as bad:
        return f"The file cannot be read: {bad}."
    return ""
