"""Duplicate hints: is the record being entered already there under (nearly) the same name?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hengku.masterdata.rules.search import normalise

NEAR = 0.6
_NOISE = re.compile(r"[\s\-_/·,，。、()（）\[\]【】*×]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A record that exists: id, what people call it, name and spec (spec empty for partners)."""

    id: int
    code: str
    name: str
    spec: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """same: name and spec are equal but for signs and blanks. likeness: 0-1."""

    known: Known
    same: bool
    likeness: float


def fold(text: str) -> str:
    """The text without the differences of typing: case, width, blanks, brackets, dashes, multiplication signs."""
    return _NOISE.sub("", normalise(text))


_LEGAL_FORM = re.compile(r"(股份|有限|责任)*公司$|集团$|[,.\s]*(co[.,\s]*ltd|ltd|inc|llc|gmbh)[.\s]*$", re.IGNORECASE)


def company_stem(name: str) -> str:
    """A company's name without its legal form: 上海光明乳业有限公司 -> 上海光明乳业."""
    return _LEGAL_FORM.sub("", normalise(name)) or normalise(name)


def trigrams(text: str) -> set[str]:
    padded = f"  {fold(text)} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def likeness(one: str, other: str) -> float:
    """Shared share of trigrams, 0-1; equal after folding = 1."""
    left, right = trigrams(one), trigrams(other)
    return len(left & right) / len(left | right)


def hints(*, name: str, spec: str, known: Iterable[Known], limit: int = 5) -> list[Hint]:
    """Records that look like the one being entered, the likeliest first. Another spec of the same name is no duplicate."""
    found: list[Hint] = []
    for record in known:
        same_spec = fold(record.spec) == fold(spec)
        same = same_spec and fold(record.name) == fold(name)
        alike = likeness(record.name, name)
        if same or (alike >= NEAR and (same_spec or not spec or not record.spec)):
            found.append(Hint(record, same, 1.0 if same else alike))
    found.sort(key=lambda hint: (-hint.same, -hint.likeness, hint.known.code))
    return found[:limit]
