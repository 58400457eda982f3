"""Rows that belong to one document: same number, or (without numbers) same day, partner and warehouse."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hengku.integrations.types import ImportRow

LINES_OF_UNNUMBERED = 500
"""A document that the import makes up itself has at most so many lines."""
_HEAD = ("business_date", "partner", "warehouse")


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one document. key is the number in the file, or a fingerprint of the rows, so that the same file is
    recognised when it comes again."""

    key: str
    rows: tuple[ImportRow, ...]


def group_rows(rows: Iterable[ImportRow]) -> list[Group]:
    """Groups in the order of their first rows."""
    numbered: dict[tuple[str, ...], list[ImportRow]] = {}
    for row in rows:
        number = row.values.get("number", "")
        key = ("#", number) if number else ("", *(row.values.get(name, "") for name in _HEAD))
        numbered.setdefault(key, []).append(row)
    groups: list[Group] = []
    for key, found in numbered.items():
        if key[0]:
            groups.append(Group(key[1], tuple(found)))
            continue
        for start in range(0, len(found), LINES_OF_UNNUMBERED):
            part = found[start : start + LINES_OF_UNNUMBERED]
            groups.append(Group(fingerprint(part), tuple(part)))
    return groups


def fingerprint(rows: Sequence[ImportRow]) -> str:
    """A number for a document that has none: the same rows always get the same."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update("\x1f".join(f"{name}={value}" for name, value in sorted(row.values.items())).encode())
        digest.update(b"\x1e")
    return f"IMP-{digest.hexdigest()[:16]}"


def batches(groups: Iterable[Group], lines: int) -> Iterator[list[Group]]:
    """Groups together until they hold `lines` rows; a group is never split."""
    batch: list[Group] = []
    size = 0
    for group in groups:
        batch.append(group)
        size += len(group.rows)
        if size >= lines:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
