"""Values of custom fields between the program and `ext`: one canonical way to write each, refused when it breaks the field's rules.

Nothing is an absent key. Numbers are JSON numbers of at most 15 significant digits, which every reader of JSON and PostgreSQL
give back exactly; dates are "YYYY-MM-DD"; moments are UTC "…Z" text; truth is true or false; one choice is its option's id, several are a
sorted list; a reference is the record's id as a number, several are a sorted list; files are a list of their keys, in order.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from hengku.kernel.money import round_amount
from hengku.kernel.quantity import plain
from hengku.metadata.rules.file_kinds import FORMATS
from hengku.metadata.rules.values import NUMBERS, TEXTS, Invalid
from hengku.metadata.types import FieldSpec, FieldType

DIGITS = 15
MOST_CHOSEN = 100
LONGEST_TEXT = 2000
LONGEST_PATTERN = 200


def encode(spec: FieldSpec, value: Any) -> Any:
    """What is stored of a typed value (as values.from_json and references give it); None = nothing. Raises Invalid where the
    value breaks the field's own rules: too_small, too_large, too_long, pattern_differs, too_many_digits, too_many_chosen,
    too_many_files."""
    if value is None or value in ("", []):
        return None
    if spec.type in NUMBERS or spec.type is FieldType.INTEGER:
        return _number(spec, Decimal(value))
    if spec.type in TEXTS:
        return _text(spec, str(value))
    if spec.type is FieldType.DATE:
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
    if spec.type is FieldType.DATETIME:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if spec.type is FieldType.REFERENCE:
        return int(value)
    if spec.type is FieldType.REFERENCES:
        return _several([int(one) for one in value])
    if spec.type is FieldType.CHOICES:
        return _several([str(one) for one in value])
    if spec.type is FieldType.FILES:
        return _files(spec, value)
    return value


def _files(spec: FieldSpec, keys: Sequence[str]) -> list[str]:
    most = FORMATS[spec.format].most
    if len(keys) > most:
        raise Invalid("too_many_files", most=str(most))
    return list(keys)


def _several(values: Sequence[Any]) -> list[Any]:
    if len(values) > MOST_CHOSEN:
        raise Invalid("too_many_chosen", most=str(MOST_CHOSEN))
    return sorted(set(values))


def _number(spec: FieldSpec, number: Decimal) -> int | float:
    if spec.least is not None and number < spec.least:
        raise Invalid("too_small", least=plain(spec.least))
    if spec.most is not None and number > spec.most:
        raise Invalid("too_large", most=plain(spec.most))
    if spec.type is FieldType.AMOUNT:
        number = round_amount(number)
    shortest = number.normalize()
    if len(shortest.as_tuple().digits) > DIGITS or shortest.adjusted() >= DIGITS or shortest.adjusted() < -DIGITS:
        raise Invalid("too_many_digits", most=str(DIGITS))
    # Up to 15 significant digits a binary number prints exactly the decimal it was read from.
    return int(number) if number == number.to_integral_value() else float(number)


def _text(spec: FieldSpec, text: str) -> str:
    longest = spec.longest or LONGEST_TEXT
    if len(text) > longest:
        raise Invalid("too_long", max=str(longest))
    if spec.pattern and not compiled(spec.pattern).fullmatch(text):
        raise Invalid("pattern_differs")
    return text


@lru_cache(maxsize=500)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern ready for use. Raises re.error."""
    return re.compile(pattern)


_NESTED = re.compile(r"\\[1-9]|\(\?[^:]|[*+}]\??\)[*+{?]|[*+}][*+{]|\)[*+{]")


def pattern_problem(pattern: str) -> bool:
    """Whether a pattern cannot be used: it is none, too long, or could run away (repeated groups, look-around, back references)."""
    if len(pattern) > LONGEST_PATTERN or _NESTED.search(pattern):
        return True
    try:
        compiled(pattern)
    except re.error:
        return True
    return False


def decode(spec: FieldSpec, stored: Any) -> Any:
    """The stored value as it goes over the wire, references as ids in text; None for nothing and for what is of another kind."""
    if stored is None:
        return None
    if spec.type in NUMBERS or spec.type is FieldType.INTEGER:
        return _told_number(spec, stored)
    if spec.type is FieldType.BOOLEAN:
        return stored if isinstance(stored, bool) else None
    if spec.type is FieldType.REFERENCE:
        return str(stored) if isinstance(stored, int) and not isinstance(stored, bool) else None
    if spec.type in (FieldType.REFERENCES, FieldType.CHOICES, FieldType.FILES):
        return [str(one) for one in stored] if isinstance(stored, list) else None
    return stored if isinstance(stored, str) else None


def _told_number(spec: FieldSpec, stored: Any) -> Any:
    number = exact(stored)
    if number is None:
        return None
    if spec.type is FieldType.AMOUNT:
        return f"{number:.2f}"
    return int(number) if spec.type is FieldType.INTEGER else plain(number)


def exact(stored: Any) -> Decimal | None:
    """A stored number as the decimal it was written from; None when it is no number."""
    if isinstance(stored, bool) or not isinstance(stored, int | float | Decimal):
        return None
    try:
        return Decimal(str(stored))
    except InvalidOperation:
        return None
