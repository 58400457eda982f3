"""Values between the wire and the program: one place that knows how every field type is written and read."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from hengku.kernel.money import round_amount
from hengku.kernel.quantity import AMOUNT_DIGITS, WHOLE_DIGITS, largest, plain
from hengku.metadata.types import FieldSpec, FieldType

NUMBERS = frozenset(
    {
        FieldType.DECIMAL,
        FieldType.QUANTITY,
        FieldType.AMOUNT,
        FieldType.PRICE,
        FieldType.RATE,
        FieldType.COST,
    }
)
TEXTS = frozenset({FieldType.TEXT, FieldType.MULTILINE, FieldType.FORMULA, FieldType.IMAGE, FieldType.PASSWORD})
REFERENCES = frozenset({FieldType.REFERENCE, FieldType.REFERENCES})
_RATE_DIGITS = 3
_DIGITS = {FieldType.AMOUNT: AMOUNT_DIGITS, FieldType.RATE: _RATE_DIGITS}
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_FILE_KEY = re.compile(r"[0-9a-f]{32}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Invalid(ValueError):
    """A value that does not fit its field; code and params name the message."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def to_json(spec: FieldSpec, value: Any) -> Any:
    """A scalar value as it goes over the wire: decimals and dates as text, amounts with 2 places."""
    if value is None:
        return None
    if spec.type is FieldType.AMOUNT and isinstance(value, Decimal):
        return f"{round_amount(value):f}"
    return jsonable(value)


def jsonable(value: Any) -> Any:
    """The same for values of any shape: decimals and dates inside lists and mappings become text."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: jsonable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(part) for part in value]
    return value


def from_json(spec: FieldSpec, raw: Any) -> Any:
    """A scalar as sent, as the program wants it; None for nothing. Raises Invalid. References are not scalars."""
    if raw is None or (isinstance(raw, str) and not raw.strip() and spec.type is not FieldType.PASSWORD):
        return None
    if spec.type in NUMBERS:
        return _decimal(spec, raw)
    if spec.type in TEXTS:
        return _text(spec, raw)
    reader = _READERS.get(spec.type)
    return reader(spec, raw) if reader else raw


def _text(spec: FieldSpec, raw: Any) -> str:
    if not isinstance(raw, str):
        raise Invalid("invalid_text")
    if _CONTROL.search(raw):
        raise Invalid("invalid_characters")
    return raw if spec.type is FieldType.PASSWORD else raw.strip()


def _decimal(spec: FieldSpec, raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise Invalid("invalid_number")
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        raise Invalid("invalid_number") from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise Invalid("invalid_number")
    require_digits(number, _DIGITS.get(spec.type, WHOLE_DIGITS))
    places = 2 if spec.type is FieldType.AMOUNT else spec.precision
    if places is not None and -exponent > places and number != round(number, places):
        raise Invalid("too_many_places", places=str(places))
    return number


def require_digits(number: Decimal | int, digits: int, places: int = 0) -> None:
    """Raises Invalid number_too_large when the number has more whole digits; `places` only tells the largest one exactly."""
    if number and Decimal(number).adjusted() >= digits:
        raise Invalid("number_too_large", max=largest(digits, places))


def _integer(spec: FieldSpec, raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float) or not _WHOLE.fullmatch(str(raw).strip()):
        raise Invalid("invalid_integer")
    return int(str(raw).strip())


def _boolean(spec: FieldSpec, raw: Any) -> bool:
    known = {True: True, False: False, "true": True, "false": False, "1": True, "0": False}
    if not isinstance(raw, bool | str) or raw not in known:
        raise Invalid("invalid_boolean")
    return known[raw]


def _date(spec: FieldSpec, raw: Any) -> date:
    try:
        return date.fromisoformat(str(raw)[:10]) if len(str(raw)) >= len("2026-01-01") else _refuse_date()
    except ValueError:
        raise Invalid("invalid_date") from None


def _refuse_date() -> date:
    raise Invalid("invalid_date")


def _datetime(spec: FieldSpec, raw: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(raw))
    except ValueError:
        raise Invalid("invalid_date") from None
    return moment.astimezone() if moment.tzinfo is None else moment


def _choices(spec: FieldSpec, raw: Any) -> list[str]:
    if not isinstance(raw, list):
        raise Invalid("invalid_choice")
    return [_choice(spec, one) for one in raw]


def _files(spec: FieldSpec, raw: Any) -> list[str]:
    """Keys of kept files, in the order in which they are shown."""
    if not isinstance(raw, list):
        raise Invalid("invalid_files")
    keys = [one.get("id") if isinstance(one, dict) else one for one in raw]
    found = [key for key in keys if isinstance(key, str) and _FILE_KEY.fullmatch(key)]
    if len(found) < len(keys):
        raise Invalid("invalid_files")
    return list(dict.fromkeys(found))


def _choice(spec: FieldSpec, raw: Any) -> str:
    text = str(raw)
    if spec.choices and text not in {choice.value for choice in spec.choices}:
        raise Invalid("invalid_choice")
    return text


_READERS = {
    FieldType.INTEGER: _integer,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
    FieldType.ENUM: _choice,
    FieldType.CHOICES: _choices,
    FieldType.STATE: _choice,
    FieldType.FILES: _files,
}


def reference_text(raw: Any) -> str:
    """A reference as one string: 12, "12", {"id": "12"} -> "12"; "code:A1" stays; "" for nothing. Raises Invalid."""
    if isinstance(raw, dict):
        raw = raw.get("id")
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise Invalid("invalid_reference", value=str(raw)[:60])
    text = str(raw).strip()
    if text and not (text.isascii() and text.isdigit() and len(text) < 19) and not text.startswith("code:"):
        raise Invalid("invalid_reference", value=text[:60])
    return text
