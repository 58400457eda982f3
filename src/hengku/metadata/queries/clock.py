"""The zone in which clock times are told. The room that keeps the books offers it; before that, and before set-up, it is UTC."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

_offered: list[Callable[[], str | None]] = []


def offer_zone(read: Callable[[], str | None]) -> None:
    """Called once at start: `read` gives the name of the books' time zone, None before there are books."""
    _offered[:] = [read]


def book_zone() -> ZoneInfo:
    """The books' time zone, read now: it may be changed in another process."""
    name = _offered[0]() if _offered else None
    return ZoneInfo(name or "UTC")
