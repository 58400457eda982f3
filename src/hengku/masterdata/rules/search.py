"""What pickers search: one normalised text per record, and the short pieces a trigram index cannot find."""

import re
import unicodedata
from collections.abc import Iterable

_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
GRAM_LIMIT = 3
"""Texts shorter than this are found through pieces, longer ones through trigrams."""


def normalise(text: str) -> str:
    """One spelling for searching: full width to half width, lower case, single blanks."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text)).strip().lower()


def search_text(parts: Iterable[str | None]) -> str:
    """All searchable words of a record, each once, in order."""
    seen: dict[str, None] = {}
    for part in parts:
        if part and (plain := normalise(part)):
            seen.setdefault(plain)
    return " ".join(seen)


def grams(*texts: str) -> list[str]:
    """Distinct one- and two-character pieces of the words in the texts, sorted; for queries of one or two characters."""
    pieces: set[str] = set()
    for text in texts:
        for word in _WORD.findall(normalise(text)):
            pieces.update(word)
            pieces.update(word[start : start + 2] for start in range(len(word) - 1))
    return sorted(pieces)


def escape_like(text: str) -> str:
    """The text as a literal inside LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
