"""Shapes of requests and answers about counting. Ids are strings in JSON; decimals too."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from hengku.kernel.quantity import AMOUNT_LIMIT, QUANTITY_LIMIT
from hengku.masterdata.types import StockStatus
from hengku.warehousing.types import CountMethod, EntryMode, Uncounted


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class CountIn(_Strict):
    """A count to begin. Empty choices mean all; recount_percent is a fraction."""

    warehouses: list[int] = Field(min_length=1)
    business_date: date | None = None
    method: CountMethod = CountMethod.DYNAMIC
    blind: bool = True
    zones: list[int] = []
    bins: list[int] = []
    categories: list[int] = []
    brands: list[int] = []
    items: list[int] = []
    recount_quantity: Decimal | None = Field(default=None, ge=0, lt=QUANTITY_LIMIT)
    recount_percent: Decimal | None = Field(default=None, ge=0, le=100)
    recount_amount: Decimal | None = Field(default=None, ge=0, lt=AMOUNT_LIMIT)
    uncounted: Uncounted = Uncounted.KEEP_BOOK
    handler: str = ""
    remarks: str = ""
    book: int | None = None


class EntryIn(_Strict):
    """One thing a counter says. key: the device's own name for it. quantity: "12" or "3箱+2瓶"."""

    key: str = Field(min_length=1, max_length=100)
    quantity: str = Field(max_length=60)
    barcode: str = ""
    item: int | None = None
    warehouse: int | None = None
    bin: int | None = None
    bin_code: str = ""
    lot: int | None = None
    status: StockStatus = StockStatus.AVAILABLE
    round: int = Field(default=1, ge=1, le=9)
    mode: EntryMode = EntryMode.SET
    counted_at: datetime | None = None


class ConfirmIn(_Strict):
    """post: the gains and losses take effect at once; else they wait as drafts."""

    post: bool = False
    business_date: date | None = None


class DocumentRef(Schema):
    id: str
    type: str
    number: str
    state: str
    rev: int


class ExpiryCheckIn(_Strict):
    """business_date: the day the calendar has reached; None = today."""

    business_date: date | None = None


class ExpiryCheckOut(Schema):
    """documents: the status changes made. lines: how many stock keys they moved. refused: warehouses that could not be done."""

    documents: list[DocumentRef]
    lines: int
    refused: list[dict[str, Any]]


class CountOut(Schema):
    """A count that was begun."""

    plan: DocumentRef
    sheet: DocumentRef


class EntryOut(Schema):
    """What the key stands at now; rounds by number."""

    item: dict[str, str]
    quantity: str
    rounds: dict[str, str]
    counted_at: datetime


class ConfirmOut(Schema):
    sheet: DocumentRef
    documents: list[DocumentRef]


class CountsOut(Schema):
    items: list[dict[str, Any]]


class SheetOut(Schema):
    """A sheet as its counters see it; book quantities only when the count is not blind."""

    sheet: DocumentRef
    plan: DocumentRef
    method: CountMethod
    blind: bool
    warehouses: list[dict[str, str]]
    total: int
    counted: int
    lines: list[dict[str, Any]]


class ReviewOut(Schema):
    """Differences and how right the books were; amounts only for those who see cost."""

    lines: list[dict[str, Any]]
    figures: dict[str, Any]


class PackLineIn(_Strict):
    """Loose goods to put into a package, in base units."""

    item: int
    warehouse: int
    quantity: Decimal = Field(gt=0, lt=QUANTITY_LIMIT)
    bin: int | None = None
    lot: int | None = None
    status: StockStatus = StockStatus.AVAILABLE
    owner: int | None = None


class PackIn(_Strict):
    lines: list[PackLineIn] = Field(min_length=1, max_length=500)


class UnpackLineIn(_Strict):
    """A row of the contents, and how much of it, in base units."""

    content: int
    quantity: Decimal = Field(gt=0, lt=QUANTITY_LIMIT)


class UnpackIn(_Strict):
    """No lines: everything."""

    lines: list[UnpackLineIn] = Field(default=[], max_length=500)


class PackageMoveIn(_Strict):
    warehouse: int
    bin: int | None = None
    business_date: date | None = None


class PackageCountIn(_Strict):
    """key: the device's own name for the scan."""

    package: int
    key: str = Field(min_length=1, max_length=60)
    round: int = Field(default=1, ge=1, le=9)


class PackageOut(Schema):
    """place: null while nothing stands in it."""

    package: dict[str, str]
    place: dict[str, Any] | None
    contents: list[dict[str, Any]]
    inside: list[dict[str, str]]
    history: list[dict[str, Any]]


class PackageLinesOut(Schema):
    """warehouse: where it stands; null where goods come in."""

    lines: list[dict[str, Any]]
    warehouse: dict[str, str] | None
