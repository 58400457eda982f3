"""Comparing: numbers as numbers, words as words, complete lists as complete lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """check: key of the format. where: which pool, voucher, row... expected and found in words."""

    check: str
    where: str
    expected: str
    found: str


def number(value: object) -> Decimal | None:
    """The number a value stands for; None for words."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def same(expected: object, found: object) -> bool:
    """Equal as numbers when both are, else as words; `none` is no value."""
    if expected == "none":
        return found in (None, "", "none")
    one, other = number(expected), number(found)
    if one is not None and other is not None:
        return one == other
    return str(expected).lower() == str(found).lower()


def unequal(
    check: str, where: str, expected: Mapping[str, Any], found: Mapping[str, Any], names: Iterable[str]
) -> Iterator[Difference]:
    """One difference per field of `names` that is expected and not what was found."""
    for name in names:
        if name in expected and not same(expected[name], found.get(name)):
            yield Difference(check, f"{where} {name}", str(expected[name]), str(found.get(name)))


def row_by_row(
    check: str,
    where: str,
    expected: Sequence[Mapping[str, Any]],
    found: Sequence[Mapping[str, Any]],
    names: Iterable[str],
) -> Iterator[Difference]:
    """A complete list in order."""
    fields = tuple(names)
    for at in range(max(len(expected), len(found))):
        if at >= len(found):
            yield Difference(check, f"{where} row {at + 1}", _short(expected[at], fields), "missing")
        elif at >= len(expected):
            yield Difference(check, f"{where} row {at + 1}", "no more rows", _short(found[at], fields))
        else:
            yield from unequal(check, f"{where} row {at + 1}", expected[at], found[at], fields)


def _short(row: Mapping[str, Any], names: Iterable[str]) -> str:
    return ", ".join(f"{name}={row[name]}" for name in names if row.get(name) is not None)


def summed(rows: Iterable[Mapping[str, Any]], name: str) -> Decimal:
    """Sum of one field."""
    return sum((number(row.get(name)) or Decimal(0) for row in rows), Decimal(0))
