"""Shapes of the books' light and of the periods."""

from datetime import datetime
from typing import Any

from ninja import Schema


class FailureOut(Schema):
    """One red invariant and the keys it failed at."""

    id: str
    title: str
    rows: list[dict[str, Any]]


class LightOut(Schema):
    status: str
    checked_at: datetime | None
    through: int
    failures: list[FailureOut]
    running: bool


class SnapshotLineOut(Schema):
    """Closing stock of one cost pool; state CURRENT, or SUPERSEDED by a reopening."""

    state: str
    taken_at: datetime
    item: dict[str, str] | None
    lot: str | None
    quantity: str | None
    amount: str | None


class SnapshotsOut(Schema):
    items: list[SnapshotLineOut]
