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


def grams(*texts: str, spoken: Iterable[str] = ()) -> list[str]:
    """Distinct one- and two-character pieces of the words in the texts, sorted.

    They find what trigrams cannot: words of one or two characters, and Chinese wherever the server's character type is C
    (there a trigram holds ASCII letters and digits only). spoken: further texts of which only the Chinese pieces count.
    """
    pieces = {piece for text in texts for piece in _pieces(text)}
    pieces |= {piece for text in spoken for piece in _pieces(text) if not piece.isascii()}
    return sorted(pieces)


def _pieces(text: str) -> set[str]:
    pieces: set[str] = set()
    for word in _WORD.findall(normalise(text)):
        pieces.update(word)
        pieces.update(word[start : start + 2] for start in range(len(word) - 1))
    return pieces


def pieces_of_word(word: str) -> list[str]:
    """The pieces a record must have to hold the word: the word itself when short, else all its pairs."""
    if len(word) < GRAM_LIMIT:
        return [word]
    return sorted({pair for part in _WORD.findall(word) for pair in _pieces(part) if len(pair) == min(2, len(part))})


def has_trigrams(word: str) -> bool:
    """Whether every server can find the word through a trigram index."""
    return len(word) >= GRAM_LIMIT and word.isascii()


def escape_like(text: str) -> str:
    """The text as a literal inside LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
