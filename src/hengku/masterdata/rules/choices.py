"""Choices of enumerations, as fields offer them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from hengku.kernel.texts import Text
from hengku.masterdata.types import Lifecycle, StockStatus
from hengku.metadata.types import Choice

COLORS: Mapping[str, str] = {
    Lifecycle.DRAFT: "grey",
    Lifecycle.ACTIVE: "green",
    Lifecycle.NO_PURCHASE: "amber",
    Lifecycle.NO_SALE: "amber",
    Lifecycle.ARCHIVED: "grey",
    StockStatus.AVAILABLE: "green",
    StockStatus.HOLD: "amber",
    StockStatus.BLOCKED: "red",
    StockStatus.REJECTED: "red",
    StockStatus.NEAR_EXPIRY: "amber",
    StockStatus.EXPIRED: "red",
    StockStatus.RECALL: "red",
}


Value = TypeVar("Value", bound=StrEnum)


def choices(labels: Mapping[Value, Text]) -> tuple[Choice, ...]:
    """One choice per label, in order, with the colour of the state where it has one."""
    return tuple(Choice(str(value), label, COLORS.get(value)) for value, label in labels.items())
