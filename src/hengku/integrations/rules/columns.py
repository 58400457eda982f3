"""Finding the header row and guessing what each column means, by Chinese and English names."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.integrations.rules.values import NO, YES, parse_decimal
from hengku.metadata.types import FieldSpec, FieldType

HEADER_SEARCH_ROWS = 30
SAMPLES = 5
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
_SIGNS = re.compile(r"[\s*:：_\-./]+")
SURE, LIKELY, MAYBE = Decimal(1), Decimal("0.8"), Decimal("0.5")
_SHORTEST_PART = 2
_NUMBERS = frozenset(
    {FieldType.INTEGER, FieldType.DECIMAL, FieldType.QUANTITY, FieldType.AMOUNT, FieldType.PRICE, FieldType.RATE}
)


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column of the file: index from 0, its title, first values, the field it is taken for (or None), how sure (0-1)."""

    index: int
    title: str
    samples: tuple[str, ...]
    field: str | None
    confidence: Decimal


def fold(title: str) -> str:
    """A title without stars, blanks, signs and differences of width and case."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", title)).lower()


def bare(title: str) -> str:
    """A folded title without what stands in brackets: 重量(kg) -> 重量."""
    return fold(_BRACKETS.sub("", unicodedata.normalize("NFKC", title)))


def names_of(spec: FieldSpec) -> list[str]:
    """Every name of a field, the best known first."""
    return list(dict.fromkeys(fold(name) for name in (spec.label.zh, spec.label.en, spec.name, *spec.aliases)))


def find_header(rows: Sequence[Sequence[str]], fields: Sequence[FieldSpec]) -> int:
    """Index of the header row: the one that names most fields; instruction rows may stand above it.

    Without any known name: the first row with two filled cells, else the first row.
    """
    known = {name for spec in fields for name in names_of(spec)}
    best, best_score = -1, 0
    for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        score = len(
            {fold(cell) for cell in row if fold(cell) in known} | {bare(cell) for cell in row if bare(cell) in known}
        )
        if score > best_score:
            best, best_score = index, score
    if best >= 0:
        return best
    return next((index for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]) if sum(map(bool, row)) >= 2), 0)


def guess_columns(
    titles: Sequence[str], fields: Sequence[FieldSpec], rows: Sequence[Sequence[str]]
) -> list[ColumnGuess]:
    """What each column is taken for; a field is given to its best column only."""
    candidates: list[tuple[Decimal, int, int, str]] = []
    for index, title in enumerate(titles):
        cells = [row[index] for row in rows if index < len(row) and row[index]]
        for spec in fields:
            confidence, rank = _match(title, spec)
            if confidence > MAYBE or (confidence == MAYBE and _fits(cells, spec)):
                candidates.append((confidence, -rank, -index, spec.name))
    chosen: dict[int, tuple[str, Decimal]] = {}
    taken: set[str] = set()
    for confidence, _, minus_index, name in sorted(candidates, reverse=True):
        if -minus_index not in chosen and name not in taken:
            chosen[-minus_index] = name, confidence
            taken.add(name)
    guesses = []
    for index, title in enumerate(titles):
        samples = [row[index] for row in rows if index < len(row) and row[index]]
        field, confidence = chosen.get(index, (None, Decimal(0)))
        guesses.append(ColumnGuess(index, title, tuple(samples[:SAMPLES]), field, confidence))
    return guesses


def _match(title: str, spec: FieldSpec) -> tuple[Decimal, int]:
    """How sure a title means a field, and the rank of the name that matched (0 = best)."""
    whole, plain = fold(title), bare(title)
    if not whole:
        return Decimal(0), 0
    for rank, name in enumerate(names_of(spec)):
        if name == whole:
            return SURE, rank
    for rank, name in enumerate(names_of(spec)):
        if name == plain or fold(_BRACKETS.sub("", name)) == plain:
            return LIKELY, rank
    for rank, name in enumerate(names_of(spec)):
        shorter, longer = sorted((name, plain), key=len)
        if len(shorter) > _SHORTEST_PART and shorter in longer and len(shorter) * 2 >= len(longer):
            return MAYBE, rank
    return Decimal(0), 0


def _fits(cells: Sequence[str], spec: FieldSpec) -> bool:
    """Whether what stands below a title that only resembles a name can be such a value: a city is no capacity."""
    if spec.type in _NUMBERS:
        return bool(cells) and all(parse_decimal(cell.rstrip("%％")) is not None for cell in cells)
    if spec.type is FieldType.BOOLEAN:
        return bool(cells) and all(cell.lower() in YES | NO for cell in cells)
    if spec.type is FieldType.REFERENCE and spec.ref == "units":
        return not any(parse_decimal(cell) is not None for cell in cells)
    return True
