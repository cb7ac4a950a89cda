"""What is given twice: a download called “(1)”, last week's book beside this week's. It would count twice."""

from __future__ import annotations

import filecmp
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from socroi.portfolio.book import Reading

_ENOUGH: Final = 5
"""With fewer rows, books that are alike are no copies for certain: a fee of every month may be all that they hold."""
_SHOWN: Final = 5
_NAMED: Final = ("file", "client", "stops")
"""What a row has from its book, and not from its own line."""


def same_files(paths: Sequence[Path]) -> dict[Path, Path]:
    """Return each file that is byte for byte another one, with that other one, which is the one of the shorter name."""
    by_size: dict[int, list[Path]] = defaultdict(list)
    for path in sorted(paths, key=lambda path: (len(path.name), str(path))):
        if path.is_file():
            by_size[path.stat().st_size].append(path)
    found: dict[Path, Path] = {}
    for alike in by_size.values():
        firsts: list[Path] = []
        for path in alike:
            first = next((one for one in firsts if filecmp.cmp(one, path, shallow=False)), None)
            if first is None:
                firsts.append(path)
            else:
                found[path] = first
    return found


def same_rows(readings: Sequence[Reading]) -> tuple[dict[str, str], list[str]]:
    """Compare the rows of books.

    Args:
        readings: what was read; it is gone through twice.

    Returns:
        The file of each book that holds the rows of another of the same client and no others, with that other one; and
        sentences on books that share many rows, or all of them under the names of two clients.
    """
    held = {reading.file: Counter(map(_key, reading.rows)) for reading in readings if reading.rows}
    clients = {reading.file: reading.client for reading in readings}
    copies: dict[str, str] = {}
    remarks = []
    first: dict[Any, str] = {}
    siblings: dict[str, list[str]] = defaultdict(list)
    for file in sorted(held, key=lambda file: (len(file), file)):
        rows, client = held[file], clients[file]
        content = frozenset(rows.items())
        own, anyone = first.setdefault((client, content), file), first.setdefault(content, file)
        if own != file and rows.total() >= _ENOUGH:
            copies[file] = own
            continue
        if own == file != anyone and rows.total() >= _ENOUGH:
            remarks.append(f"{file} holds the rows of {anyone} under another client. If it is a copy, take it away.")
        # Only books of one client are set against each other row by row: clients may have thousands of rows alike.
        shared = {other: (rows & held[other]).total() for other in siblings[client]}
        other = max(shared, key=lambda other: shared[other], default=file)
        if other != file and 2 * shared[other] > min(rows.total(), held[other].total()):
            remarks.append(
                f"{file} and {other} share {_rows(shared[other])} of {client}, counted twice. If one is an older "
                "state of the other, take it away."
            )
        siblings[client].append(file)
    return copies, remarks


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def told(copies: Mapping[str, str], how: str) -> Iterator[str]:
    """Say, in a sentence for each original, which files were left out.

    Args:
        copies: the originals, by the file that was left out.
        how: what the two have in common, as “the same rows as”.
    """
    by_original: dict[str, list[str]] = defaultdict(list)
    for file, first in copies.items():
        by_original[first].append(file)
    for first, files in by_original.items():
        more = f" and {len(files) - _SHOWN:,} more" if len(files) > _SHOWN else ""
        yield f"{', '.join(files[:_SHOWN])}{more}: {how} {first}, left out."


def _key(row: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((name, cell) for name, cell in row.items() if name not in _NAMED and cell is not None))
