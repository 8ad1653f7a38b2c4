"""Which pictures a person has put into a split by hand."""

from contextlib import closing
from pathlib import Path

from engine.contract.dataset import Split
from engine.dataset.index.schema import connect_for_reading


def moved_splits(index: Path) -> dict[str, Split]:
    """The split of every picture that was moved by hand, by its path.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        query = "SELECT path, moved_split FROM images WHERE moved_split IS NOT NULL ORDER BY position"
        return {path: Split(split) for path, split in connection.execute(query)}
