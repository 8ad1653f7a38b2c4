"""Writes what was found in a dataset into its index, so that a reader always sees a whole state."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.contract.annotations import Annotation, MaskCodes
from engine.contract.dataset import ImageStatus
from engine.dataset.checking import Check, Unchecked
from engine.dataset.index.corrections import apply_corrections, forget_corrections
from engine.dataset.index.drawn_corrections import apply_drawn_corrections, take_out_drawn_corrections
from engine.dataset.index.fingerprint import fingerprint, fingerprint_rows
from engine.dataset.index.followed import follow_relocated
from engine.dataset.index.geometry_text import codes_of, codes_text
from engine.dataset.index.listing_writer import Changes, ListingFacts, write_annotations, write_ignored, write_images
from engine.dataset.index.renumbering import COUNT_ANNOTATIONS
from engine.dataset.index.schema import connect_for_writing, transaction
from engine.dataset.index.summary import forget_summary, keep_summary
from engine.dataset.index.values import (
    INSERT_ANNOTATION,
    INSERT_PROBLEM,
    FoundBy,
    check_values,
    listed_annotation,
    placed_values,
    problem_values,
)
from engine.dataset.labels.drawn_corrections import drawn_corrections_of
from engine.dataset.labels.journal import journal_of
from engine.dataset.labels.relocated import folders_journal, places_of
from engine.dataset.labels.steps import corrections_of
from engine.dataset.listing import Listing
from engine.dataset.problems import Problem
from engine.dataset.splits.changes import divide

_COUNT_PROBLEMS = "UPDATE images SET problem_count = (SELECT count(*) FROM problems WHERE image_id = images.id)"
_CHOSEN = "id IN (SELECT value FROM json_each(?))"


class IndexWriter:
    """The one that writes an index; use as a context manager.

    Every method is one transaction: a kill at any moment leaves the state before it or after it.
    """

    def __init__(self, path: Path) -> None:
        self._connection = connect_for_writing(path)

    def __enter__(self) -> "IndexWriter":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @property
    def was_listed(self) -> bool:
        """Whether the index holds a listing, maybe of an earlier state of the folder."""
        return self._meta("listing") is not None

    @property
    def is_complete(self) -> bool:
        """Whether every picture of the listing was checked and compared."""
        return self._meta("is_complete") == "1"

    def holds(self, signature: str) -> bool:
        """Whether the listing of exactly these files was read in."""
        return self._meta("listing") == signature

    def write_listing(self, listing: Listing, facts: ListingFacts | None = None) -> Changes:
        """Bring the index to what was listed. Pictures that did not change keep what is known of them."""
        facts = facts or ListingFacts()
        with transaction(self._connection):
            is_first = not self.was_listed
            forget_summary(self._connection)
            take_out_drawn_corrections(self._connection)
            follow_relocated(self._connection, listing, places_of(folders_journal(listing.root).steps()))
            changes = write_images(self._connection, listing, facts.files)
            write_annotations(self._connection, listing)
            write_ignored(self._connection, facts.ignored)
            self._connection.execute("DELETE FROM problems WHERE found_by = 'listing'")
            self._write_problems(listing.problems, found_by="listing")
            self._connection.execute(_COUNT_PROBLEMS)
            self._connection.execute(COUNT_ANNOTATIONS)
            forget_corrections(self._connection)
            self._apply_journal(listing.root, facts.reading)
            divide(self._connection)
            self._write_meta(
                root=str(listing.root),
                place=facts.place or str(listing.root),
                format=listing.format,
                notes=json.dumps(listing.notes),
                mask_codes=codes_text(listing.mask_codes),
                reading=facts.reading,
                candidates=json.dumps([candidate.model_dump(mode="json") for candidate in facts.candidates]),
                listing=facts.signature,
                is_complete="0",
                fingerprint="",
            )
        return Changes() if is_first else changes

    def correct(self) -> bool:
        """Bring the labels to what the journal of the dataset says now; whether they were others.

        What follows from the labels is then to be found anew: the index is not complete until ``complete``.
        """
        with transaction(self._connection):
            if not self._apply_journal(Path(self._meta("root") or ""), self._meta("reading") or ""):
                return False
            forget_summary(self._connection)
            self._write_meta(is_complete="0", fingerprint="")
        return True

    def unchecked(self) -> list[Unchecked]:
        """Every picture that was not decoded yet, in the order of the gallery, without its annotations."""
        query = "SELECT id, path, bytes, stated_width, stated_height FROM images WHERE status = ? ORDER BY position"
        return [
            Unchecked(row["id"], row["path"], bytes=row["bytes"], stated_size=_stated_size(row))
            for row in self._connection.execute(query, (ImageStatus.UNCHECKED,))
        ]

    def annotations_as_listed(self, image_ids: Sequence[int]) -> dict[int, tuple[Annotation, ...]]:
        """What label files say of pictures that were not checked yet; those without anything are left out."""
        query = (
            "SELECT annotations.*, name FROM annotations LEFT JOIN classes USING (class_index)"
            " WHERE image_id IN (SELECT value FROM json_each(?)) AND kind != 'label' ORDER BY annotations.id"
        )
        found: dict[int, list[Annotation]] = defaultdict(list)
        for row in self._connection.execute(query, (json.dumps(image_ids),)):
            found[row["image_id"]].append(listed_annotation(row))
        return {image_id: tuple(annotations) for image_id, annotations in found.items()}

    def number_of_images(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM images").fetchone()[0])

    def mask_codes(self) -> MaskCodes | None:
        """How class masks are read."""
        return codes_of(self._meta("mask_codes") or "")

    def classes(self) -> tuple[str, ...]:
        """Names in the order of the network's outputs."""
        return tuple(row["name"] for row in self._connection.execute("SELECT name FROM classes ORDER BY class_index"))

    def write_checks(self, checks: Sequence[Check]) -> None:
        """Record what decoding showed of some pictures; what another process recorded before is left as it is."""
        with transaction(self._connection):
            checks = self._still_unchecked(checks)
            self._connection.executemany(
                "UPDATE images SET status = ?, reason = ?, width = ?, height = ?, red = ?, green = ?, blue = ?,"
                " is_grey = ?, content_hash = ?, pixel_hash = ?, look = ? WHERE id = ?",
                map(check_values, checks),
            )
            self._write_placed([check for check in checks if check.placement is not None])
            self._write_problems((problem for check in checks for problem in check.problems), found_by="check")
            troubled = json.dumps([check.image_id for check in checks if check.problems])
            self._connection.execute(f"{_COUNT_PROBLEMS} WHERE {_CHOSEN}", (troubled,))
            self._apply_drawn(Path(self._meta("root") or ""), self._meta("reading") or "")

    def complete(self) -> None:
        """Every picture was checked: compute the fingerprint."""
        with transaction(self._connection):
            content = fingerprint(fingerprint_rows(self._connection))
            self._write_meta(fingerprint=content, is_complete="1")
            keep_summary(self._connection)

    def _apply_journal(self, root: Path, reading: str) -> bool:
        """Read within the transaction: whoever writes last has seen every step before."""
        steps = journal_of(root, reading).steps()
        has_other_labels = apply_corrections(self._connection, corrections_of(steps))
        return apply_drawn_corrections(self._connection, drawn_corrections_of(steps)) or has_other_labels

    def _apply_drawn(self, root: Path, reading: str) -> None:
        """Bring pictures that can be placed by now to what was drawn on them."""
        apply_drawn_corrections(self._connection, drawn_corrections_of(journal_of(root, reading).steps()))

    def _still_unchecked(self, checks: Sequence[Check]) -> list[Check]:
        query = "SELECT id FROM images WHERE status = ? AND id IN (SELECT value FROM json_each(?))"
        ids = json.dumps([check.image_id for check in checks])
        unchecked = {row["id"] for row in self._connection.execute(query, (ImageStatus.UNCHECKED, ids))}
        return [check for check in checks if check.image_id in unchecked]

    def _write_placed(self, checks: Sequence[Check]) -> None:
        """What is drawn on checked pictures takes the place of what was listed for them."""
        ids = json.dumps([check.image_id for check in checks])
        self._connection.execute(
            "DELETE FROM annotations WHERE image_id IN (SELECT value FROM json_each(?)) AND kind != 'label'", (ids,)
        )
        self._connection.executemany(INSERT_ANNOTATION, placed_values(checks))
        self._connection.execute(f"{COUNT_ANNOTATIONS} WHERE {_CHOSEN}", (ids,))

    def _write_problems(self, problems: Iterable[Problem], *, found_by: FoundBy) -> None:
        self._connection.executemany(INSERT_PROBLEM, (problem_values(problem, found_by) for problem in problems))

    def _write_meta(self, **values: str) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def _meta(self, key: str) -> str | None:
        row: sqlite3.Row | None = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0]


def _stated_size(row: sqlite3.Row) -> tuple[int, int] | None:
    return None if row["stated_width"] is None else (row["stated_width"], row["stated_height"])
