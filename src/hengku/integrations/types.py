"""Enumerations and plain data of imports, webhooks and feeds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ImportState(StrEnum):
    """UPLOADED: file read, columns guessed. RUNNING … DONE (all rows taken) | PARTIAL (some refused) | REFUSED (rows refused,
    nothing written) | CANCELLED | FAILED (a fault of ours; nothing of the open batch was written) | UNDONE."""

    UPLOADED = "UPLOADED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    PARTIAL = "PARTIAL"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"
    UNDONE = "UNDONE"


class RowState(StrEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    SKIPPED = "SKIPPED"
    """Exists already (or stands twice in the file), and the reader asked to leave such rows out. Counted as unchanged."""
    REFUSED = "REFUSED"


class Existing(StrEnum):
    """What to do with rows whose record or document exists already."""

    UPDATE = "update"
    SKIP = "skip"


class Repeated(StrEnum):
    """What to do with rows that repeat a row above them in the same file."""

    REFUSE = "refuse"
    SKIP = "skip"


class Grouping(StrEnum):
    """Which rows become one document. AUTO: same number, else same day, partner and warehouse; ROW: each for itself."""

    AUTO = "auto"
    SINGLE = "single"
    ROW = "row"


class DeliveryState(StrEnum):
    """PENDING waits for its next attempt; DELIVERED; FAILED gave up (can be replayed)."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class RunState(StrEnum):
    """A run of an automation. PENDING waits (for its turn, or for another attempt); DONE; SKIPPED: its condition does not hold;
    FAILED: nothing of it was written; STOPPED: the chain it belongs to is too long."""

    PENDING = "PENDING"
    DONE = "DONE"
    SKIPPED = "SKIPPED"
    FAILED = "FAILED"
    STOPPED = "STOPPED"


class ChannelKind(StrEnum):
    """Whose robot a channel of notices is."""

    WECOM = "WECOM"
    DINGTALK = "DINGTALK"
    FEISHU = "FEISHU"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was refused: message code with parameters, and the field it concerns ("" = the whole row)."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    field: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row to import: number as the spreadsheet shows it, values by field name as text (stripped, never empty)."""

    number: int
    values: Mapping[str, str]


@dataclass(slots=True)
class Outcome:
    """What became of a row. entity and entity_id name the record or document it made or met."""

    number: int
    state: RowState
    entity: str = ""
    entity_id: int | None = None
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file where it leaves things open. make_missing: create unknown units, categories, brands, warehouses and bins.

    book, warehouse, partner, date: defaults for rows that name none (ids; ISO date). effect: documents take effect at once
    (orders approved, stock documents posted); False leaves drafts. price_includes_tax: None = as the book says.
    existing, repeated, grouping: the values of Existing, Repeated, Grouping.
    """

    make_missing: bool = True
    book_id: int | None = None
    warehouse_id: int | None = None
    partner_id: int | None = None
    date: str = ""
    effect: bool = True
    price_includes_tax: bool | None = None
    existing: Existing = Existing.UPDATE
    repeated: Repeated = Repeated.REFUSE
    grouping: Grouping = Grouping.AUTO

    @property
    def leaves_existing(self) -> bool:
        return self.existing is Existing.SKIP
