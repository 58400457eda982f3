"""Where the next page of a list starts: the sort key of the last row, as an opaque word."""

import base64
import binascii
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson


class BadCursor(ValueError):
    """Not one of ours, or made for another order."""


def write_cursor(order: str, values: Sequence[Any]) -> str:
    packed = orjson.dumps([order, [_packed(value) for value in values]])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _packed(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date | datetime) else value


def read_cursor(cursor: str, order: str, length: int) -> list[Any]:
    """The values of the key; raises BadCursor."""
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        known_order, values = orjson.loads(packed)
    except (ValueError, TypeError, binascii.Error):
        raise BadCursor(cursor) from None
    if known_order != order or not isinstance(values, list) or len(values) != length:
        raise BadCursor(cursor)
    return values
