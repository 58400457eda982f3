"""Serial numbers as people write them: a list, pasted or scanned, or ranges such as SN001-SN020."""

import re
from collections.abc import Iterable

MOST_OF_RANGE = 10_000
"""How many numbers one range may stand for."""
LONGEST = 60
_BETWEEN = re.compile(r"[\s,，;；、]+")
_RANGE = re.compile(r"(.*?)(\d+)\s*[-~～—]\s*(.*?)(\d+)$")


def numbers_of(told: object) -> list[str]:
    """Every number once, in order. "SN008-SN012" and "SN008~012" stand for a range; what is no range stands for itself."""
    pieces: Iterable[object] = told if isinstance(told, list | tuple) else [told]
    found: list[str] = []
    for piece in pieces:
        for word in _BETWEEN.split(str(piece if piece is not None else "")):
            if word:
                found += _expanded(word)
    return list(dict.fromkeys(found))


def _expanded(word: str) -> list[str]:
    match = _RANGE.match(word)
    if match is None:
        return [word]
    head, first, other, last = match.groups()
    if other not in {"", head} or len(last) > len(first):
        return [word]
    start, end = int(first), int(first[: len(first) - len(last)] + last)
    if not start <= end < start + MOST_OF_RANGE:
        return [word]
    return [f"{head}{number:0{len(first)}d}" for number in range(start, end + 1)]
