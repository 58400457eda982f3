"""Sentences with fields in them: "单据 {number} 已过账"."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hengku.kernel.quantity import plain

_FIELD = re.compile(r"\{([^{}]+)\}")


def fields_in(text: str) -> list[str]:
    """Paths of the fields a sentence names."""
    return _FIELD.findall(text)


def worded(text: str, values: Mapping[str, object], zone: ZoneInfo) -> str:
    """The sentence with the fields' values in their places; what is nothing is left out, lists are joined."""
    return _FIELD.sub(lambda found: said(values.get(found.group(1)), zone), text)


def said(value: object, zone: ZoneInfo) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(said(one, zone) for one in value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return str(value)
