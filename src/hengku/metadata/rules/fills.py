"""Values that come from somewhere else: where from, which rows, what of them, and what happens where there are several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ALL, ANY = "all", "any"
EMPTY, ALWAYS = "empty", "always"
FIRST, BLOCK, SUM = "first", "block", "sum"
MOST_CONDITIONS = 10
SELF = "id"
"""The source row itself: a condition on it follows a reference of the form."""


@dataclass(frozen=True, slots=True)
class Fill:
    """source: a kind of record or a document type; take: its field; where: (field of the source, field of the form) that have to be
    equal, on lines "line.x" for the line's own; match: all of them or any; when: only where nothing was said, or always; several: the first
    by `sort`, refused, or their sum."""

    source: str
    take: str
    where: tuple[tuple[str, str], ...]
    match: str = ALL
    when: str = EMPTY
    several: str = FIRST
    sort: str = ""


def fill_of(told: Any) -> Fill | None:
    """A fill as it is kept; None for none. Raises KeyError, TypeError or ValueError for anything that is not one."""
    if not told:
        return None
    if not isinstance(told, Mapping):
        raise TypeError("no mapping")
    where = tuple((str(one["field"]), str(one["from"])) for one in _rows(told.get("where")))
    found = Fill(
        str(told["source"]), str(told["take"]), where, str(told.get("match") or ALL), str(told.get("when") or EMPTY),
        str(told.get("several") or FIRST), str(told.get("sort") or ""),
    )  # fmt: skip
    known = found.match in (ALL, ANY) and found.when in (EMPTY, ALWAYS) and found.several in (FIRST, BLOCK, SUM)
    if not known or not 1 <= len(where) <= MOST_CONDITIONS:
        raise ValueError("not a fill")
    return found


def _rows(told: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(told, list) or not all(
        isinstance(one, Mapping) and "field" in one and "from" in one for one in told
    ):
        raise ValueError("no conditions")
    return told
