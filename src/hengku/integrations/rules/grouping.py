"""Rows that belong to one document: same number, or (without numbers) same day, partner and warehouse."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hengku.integrations.rules.kinds import ImportKind
from hengku.integrations.types import Grouping, ImportRow, Options

LINES_OF_UNNUMBERED = 500
"""A document that the import makes up itself has at most so many lines."""
_HEAD = ("business_date", "partner", "warehouse")


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one document. key is the number in the file, or a fingerprint of the rows, so that the same file is
    recognised when it comes again."""

    key: str
    rows: tuple[ImportRow, ...]
    made_up: bool = False


def grouping_of(kind: ImportKind, options: Options) -> Grouping:
    """How rows without a number come together."""
    return Grouping.ROW if kind.by_row else options.grouping


def group_rows(rows: Iterable[ImportRow], grouping: Grouping = Grouping.AUTO) -> list[Group]:
    """Groups in the order of their first rows. Rows of one number belong together whatever the grouping."""
    numbered: dict[tuple[str, ...], list[ImportRow]] = {}
    for row in rows:
        number = row.values.get("number", "")
        key = ("#", number) if number else ("", *_head_of(row, grouping))
        numbered.setdefault(key, []).append(row)
    groups: list[Group] = []
    for key, found in numbered.items():
        if key[0]:
            groups.append(Group(key[1], tuple(found)))
            continue
        for start in range(0, len(found), LINES_OF_UNNUMBERED):
            part = found[start : start + LINES_OF_UNNUMBERED]
            # Two equal rows that become two documents must not look like one document that came twice.
            place = f"-{part[0].number}" if grouping is Grouping.ROW else ""
            groups.append(Group(fingerprint(part) + place, tuple(part), made_up=True))
    return groups


def _head_of(row: ImportRow, grouping: Grouping) -> tuple[str, ...]:
    """What rows without a number share when they stand in one document."""
    if grouping is Grouping.ROW:
        return (str(row.number),)
    names = _HEAD if grouping is Grouping.AUTO else ("partner",)  # a document has one partner, whatever is asked
    return tuple(row.values.get(name, "") for name in names)


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
