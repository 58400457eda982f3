"""Pinyin 拼音 of names: full spelling and initials (助记码), lower case, without tones; polyphones by their usual reading."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from hengku.masterdata.rules.search import normalise

Speller = Callable[..., list[str]]


@cache
def _speller() -> Speller:
    """The dictionary takes 58 MB and 0.4 s: a process that saves no names does without."""
    from pypinyin import lazy_pinyin, load_single_dict

    # In names of goods and firms these are read so unless a longer known word says otherwise (长风 chang, 校长 still zhang).
    load_single_dict({ord("长"): "cháng,zhǎng", ord("曾"): "zēng,céng"})
    return lazy_pinyin


@dataclass(frozen=True, slots=True)
class Spelling:
    """full: "kekoukele"; initials: "kkkl". Letters and digits of the name stay where they are, other signs go."""

    full: str
    initials: str


@lru_cache(maxsize=20_000)
def spell(name: str) -> Spelling:
    """Spell a name: 可口可乐330ml -> kekoukele330ml / kkkl330ml. What is neither Chinese nor alphanumeric is left out."""
    full: list[str] = []
    initials: list[str] = []
    for part in _speller()(normalise(name), errors=_mark):
        kept = part.removeprefix(_MARK)
        full.append(kept)
        initials.append(kept if part.startswith(_MARK) else part[:1])
    return Spelling(_plain("".join(full)), _plain("".join(initials)))


_MARK = "\0"


def _mark(text: str) -> str:
    """Tell what was no Chinese character from a spelled syllable."""
    return _MARK + text


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())
