"""One value, three faces: in JSON, in a file, on paper. The digits are the same in all of them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hengku.kernel.money import AMOUNT_PLACES, round_half_up
from hengku.kernel.quantity import plain
from hengku.metadata.types import FieldSpec, FieldType

_NUMBERS = frozenset(
    {
        FieldType.INTEGER,
        FieldType.DECIMAL,
        FieldType.QUANTITY,
        FieldType.AMOUNT,
        FieldType.PRICE,
        FieldType.RATE,
        FieldType.COST,
    }
)
_REFERENCE_TEXT = ("name", "number", "code")


def is_number(column: FieldSpec) -> bool:
    return column.type in _NUMBERS


def digits(column: FieldSpec, value: Decimal) -> str:
    """Plain notation: amounts with exactly 2 places, everything else without trailing zeros."""
    if column.type == FieldType.AMOUNT:
        return f"{round_half_up(value, AMOUNT_PLACES):f}"
    return plain(value)


def in_json(column: FieldSpec, value: object) -> object:
    """As the API gives it: decimals as strings, ids as strings, times in ISO 8601."""
    if isinstance(value, Decimal):
        return digits(column, value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: str(part) if key.endswith("id") and part is not None else part for key, part in value.items()}
    return value


def in_text(column: FieldSpec, value: object, zone: ZoneInfo) -> str:
    """As a file gives it: choices by label, references by name, times in the book's time zone."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return digits(column, value)
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return next((str(value[key]) for key in _REFERENCE_TEXT if value.get(key)), "")
    if isinstance(value, list):
        return "、".join(in_text(column, one, zone) for one in value)
    for choice in column.choices:
        if choice.value == value:
            return str(choice.label)
    return str(value)


def on_paper(column: FieldSpec, value: object, zone: ZoneInfo) -> str:
    """As paper shows it: with thousands separators, rates in percent."""
    if column.type == FieldType.RATE and value not in (None, ""):
        return f"{grouped(plain(Decimal(str(value)) * 100))}%"
    text = in_text(column, value, zone)
    return grouped(text) if is_number(column) else text


def grouped(text: str) -> str:
    """Thousands separators into plain digits: -1234567.50 -> -1,234,567.50."""
    sign = "-" if text.startswith("-") else ""
    whole, point, fraction = text.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{fraction}" if whole.isdigit() else text
