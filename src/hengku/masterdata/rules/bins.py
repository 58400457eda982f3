"""Bin codes in bulk: aisle, rack and level ranges become A-01-01, A-01-02, ..."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

MAX_BINS = 20_000


@dataclass(frozen=True, slots=True)
class Axis:
    """One part of the code: from "A" to "F", or from "01" to "12" (the width of the first number is kept)."""

    first: str
    last: str


class BadAxis(ValueError):
    """A range that does not run upwards between two letters or two numbers."""


def spread(axis: Axis) -> list[str]:
    """All values of an axis. Raises BadAxis."""
    first, last = axis.first.strip(), axis.last.strip()
    if first.isdigit() and last.isdigit() and int(first) <= int(last):
        return [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
    single = len(first) == len(last) == 1
    if single and first.isascii() and first.isalpha() and last.isascii() and last.isalpha() and first <= last:
        return [chr(letter) for letter in range(ord(first), ord(last) + 1)]
    raise BadAxis(f"{axis.first}..{axis.last}")


def bin_codes(axes: Sequence[Axis], *, separator: str = "-") -> list[str]:
    """Every combination in walking order. Raises BadAxis, also for more than MAX_BINS codes."""
    parts = [spread(axis) for axis in axes]
    size = 1
    for part in parts:
        size *= len(part)
    if size > MAX_BINS:
        raise BadAxis(str(size))
    return [separator.join(combination) for combination in product(*parts)]
