"""The small company every story plays in: two warehouses, a handful of goods, a supplier, a customer, and its people.

Warehouse A keeps stock without bins, warehouse B in bins B-01 and B-02. Goods: bottle (whole pieces, carton of 12), flour
(kilograms, three places), serum (tracked by lot). `tell` lets a document happen and gives its id; `stock` and `value` look.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.test import Client

from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.load import load_documents
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentDraft, LineDraft, LoadedDocument, TransitionCommand
from hengku.identity.operations.accounts import create_owner, create_user
from hengku.identity.operations.roles import seed_roles
from hengku.identity.types import SYSTEM, Act, Viewer
from hengku.ledger.queries.custody import balances
from hengku.ledger.queries.known_cost import unit_costs
from hengku.masterdata.models import Bin, Unit, Warehouse
from hengku.masterdata.operations.items import create_item
from hengku.masterdata.operations.partners import create_partner
from hengku.masterdata.operations.seed import seed_account_set
from hengku.masterdata.operations.warehouses import create_bin, create_warehouse
from hengku.masterdata.queries.places import outside_place_id, transit_place_id, warehouse_place_ids
from hengku.masterdata.types import CostingScope, PlaceKind, StockStatus, Tracking

PASSWORD = "Correct-Horse-9"
API = "/api/v1"
START = date(2026, 10, 1)
AT = datetime(2026, 10, 20, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Company:
    """Ids of everything."""

    book: int
    a: int
    b: int
    b1: int
    b2: int
    piece: int
    carton: int
    kilo: int
    bottle: int
    flour: int
    serum: int
    supplier: int
    customer: int
    people: dict[str, int] = field(default_factory=dict)

    def act(self, at: datetime = AT, viewer: Viewer = SYSTEM) -> Act:
        return Act(viewer, at)


def make_company(
    *, at: datetime = AT, start: date = START, costing_scope: CostingScope = CostingScope.BOOK, people: bool = False
) -> Company:
    """Open the company's books in the account set at hand."""
    act = Act(SYSTEM, at)
    book = seed_account_set(
        act=act, book_name="衡库商贸", start_month=start, warehouse_name="A仓", costing_scope=costing_scope
    )
    a = Warehouse.objects.order_by("pk").values_list("pk", flat=True)[0]
    b = create_warehouse(act=act, values={"code": "CK02", "name": "B仓", "uses_bins": True}).pk
    b1, b2 = (create_bin(act=act, values={"warehouse": b, "code": code}).pk for code in ("B-01", "B-02"))
    unit = dict(Unit.objects.values_list("code", "pk"))
    bottle = create_item(
        act=act,
        values={
            "code": "BOTTLE", "name": "酱油", "base_unit": unit["BTL"], "tax_rate": Decimal("0.13"),
            "units": [{"unit": unit["CTN"], "numerator": 12, "denominator": 1}],
            "barcodes": [{"code": "6901234567892"}, {"code": "16901234567899", "unit": unit["CTN"]}],
        },
    ).pk  # fmt: skip
    flour = create_item(
        act=act, values={"code": "FLOUR", "name": "面粉", "base_unit": unit["KG"], "tax_rate": Decimal("0.09")}
    ).pk
    serum = create_item(
        act=act,
        values={
            "code": "SERUM",
            "name": "疫苗",
            "base_unit": unit["BOX"],
            "tax_rate": Decimal("0.03"),
            "tracking": Tracking.LOT,
        },
    ).pk
    supplier = create_partner(act=act, values={"code": "SUP", "name": "甲供应商", "is_supplier": True}).pk
    customer = create_partner(act=act, values={"code": "CUS", "name": "乙客户", "is_customer": True}).pk
    company = Company(
        book=book, a=a, b=b, b1=b1, b2=b2, piece=unit["BTL"], carton=unit["CTN"], kilo=unit["KG"], bottle=bottle, flour=flour,
        serum=serum, supplier=supplier, customer=customer,
    )  # fmt: skip
    if people:
        company.people.update(make_people(company, act))
    return company


def make_people(company: Company, act: Act) -> dict[str, int]:
    """Owner, buyer, seller, accountant, keepers of A and of B, and a stranger who may do nothing."""
    seed_roles(act=act)
    people = {"owner": create_owner(act=act, username="owner", name="东家", password=PASSWORD)}
    roles_of: tuple[tuple[str, str, list[str], list[int] | None], ...] = (
        ("buyer", "采购员", ["buyer"], None),
        ("seller", "销售员", ["seller"], None),
        ("accountant", "会计", ["accountant"], None),
        ("keeper_a", "A仓管理员", ["warehouse_keeper"], [company.a]),
        ("keeper_b", "B仓管理员", ["warehouse_keeper"], [company.b]),
        ("stranger", "外人", [], None),
    )
    for username, name, roles, warehouses in roles_of:
        people[username] = create_user(
            act=act, username=username, name=name, password=PASSWORD, role_codes=roles, warehouse_ids=warehouses
        )
    return people


def line(item: int, quantity: str | None = None, **values: Any) -> LineDraft:
    """A line as entered; decimals as text."""
    for name in ("price", "amount", "tax_rate"):
        if isinstance(values.get(name), str):
            values[name] = Decimal(values[name])
    return LineDraft(item_id=item, quantity=None if quantity is None else Decimal(quantity), **values)


def from_line(source_line_id: int, quantity: str | None = None, **values: Any) -> LineDraft:
    """A line made from another document's line."""
    return LineDraft(source_line_id=source_line_id, quantity=None if quantity is None else Decimal(quantity), **values)


def draft(company: Company, kind: str, *lines: LineDraft, on: date | None = None, **header: Any) -> DocumentDraft:
    """A document as entered: the supplier or customer and warehouse A unless said otherwise."""
    role = DOCUMENT_TYPES.get(kind).partner_role
    partner = {"supplier": company.supplier, "customer": company.customer}.get(role or "")
    values: dict[str, Any] = {"partner_id": partner, "warehouse_id": company.a, **header}
    return DocumentDraft(
        type=kind, business_date=on or date(2026, 10, 10), book_id=company.book, lines=list(lines), **values
    )


def tell(
    company: Company,
    kind: str,
    *lines: LineDraft,
    on: date | None = None,
    at: datetime = AT,
    to: str | None = None,
    **header: Any,
) -> LoadedDocument:
    """Let a document take effect at once (orders are approved, stock documents posted; `to` names another transition)."""
    spec = DOCUMENT_TYPES.get(kind)
    transition = to or ("post" if spec.kind == "stock" else "approve")
    (document_id,) = create_and_transition(
        act=company.act(at), drafts=[draft(company, kind, *lines, on=on, **header)], transition=transition
    )
    return load_documents([document_id])[0]


def save(
    company: Company, kind: str, *lines: LineDraft, on: date | None = None, at: datetime = AT, **header: Any
) -> LoadedDocument:
    """Save a draft."""
    (document_id,) = create_documents(act=company.act(at), drafts=[draft(company, kind, *lines, on=on, **header)])
    return load_documents([document_id])[0]


def move_on(
    company: Company, document_id: int, transition: str, *, at: datetime = AT, **command: Any
) -> LoadedDocument:
    """Let a saved document go through a transition."""
    (after,) = transition_documents(
        act=company.act(at), commands=[TransitionCommand(document_id, transition, **command)]
    )
    return after


def stock(
    company: Company, item: int, place: int | str, *, bin_id: int | None = None, status: str | None = None
) -> Decimal:
    """What stands at a warehouse (id), or on the way to a warehouse ("transit:ID"), of an item."""
    if isinstance(place, str):
        place_id = transit_place_id(int(place.removeprefix("transit:")))
    else:
        place_id = warehouse_place_ids([place])[place]
    rows = balances(book_id=company.book, place_ids=[place_id], item_ids=[item])
    return sum(
        (
            row.quantity
            for row in rows
            if (bin_id is None or row.bin_id == bin_id) and (status is None or row.status == status)
        ),
        Decimal(0),
    )


def value(company: Company, item: int, warehouse: int | None = None) -> tuple[Decimal, Decimal]:
    """Quantity and amount of the item's cost pool at a warehouse; its last unit cost when nothing is left."""
    place = warehouse_place_ids([warehouse or company.a])[warehouse or company.a]
    return unit_costs(book_id=company.book, keys=[(item, place)]).get((item, place), (Decimal(0), Decimal(0)))


def adjustment_place() -> int:
    return outside_place_id(PlaceKind.ADJUSTMENT)


def bin_of(code: str) -> int:
    return Bin.objects.get(code=code).pk


AVAILABLE, HOLD, BLOCKED, REJECTED = (
    StockStatus.AVAILABLE.value,
    StockStatus.HOLD.value,
    StockStatus.BLOCKED.value,
    StockStatus.REJECTED.value,
)


class Person:
    """Somebody at the pages: signs in and asks the API as a browser would."""

    def __init__(self, username: str, language: str = "zh-CN") -> None:
        self.client = Client(headers={"accept-language": language})
        answer = self.client.post(
            f"{API}/session", {"username": username, "password": PASSWORD}, content_type="application/json"
        )
        assert answer.status_code == 200, answer.content

    def get(self, path: str, *, status: int = 200, **query: Any) -> Any:
        """The JSON of an answer that must have `status`."""
        return self._told(self.client.get(f"{API}{path}", query), status)

    def post(self, path: str, body: dict[str, Any] | None = None, *, status: int = 200, key: str = "") -> Any:
        headers = {"idempotency-key": key} if key else {}
        answer = self.client.post(f"{API}{path}", body or {}, content_type="application/json", headers=headers)
        return self._told(answer, status)

    def put(self, path: str, body: dict[str, Any], *, status: int = 200) -> Any:
        return self._told(self.client.put(f"{API}{path}", body, content_type="application/json"), status)

    def document(
        self, kind: str, lines: list[dict[str, Any]], *, then: str | None = None, status: int = 201, **header: Any
    ) -> Any:
        """Enter a document; `then` lets it take effect at once."""
        body: dict[str, Any] = {"type": kind, "header": header, "lines": lines}
        if then:
            body["transition"] = then
        return self.post("/documents", body, status=status)

    def transition(self, document: dict[str, Any], name: str, *, status: int = 200, **more: Any) -> Any:
        return self.post(f"/documents/{document['id']}/transitions", {"transition": name, **more}, status=status)

    def push_down(self, document: dict[str, Any], target: str) -> dict[str, Any]:
        """The prefilled body of a document made from this one."""
        told = self.get(f"/documents/{document['id']}/push-down", target=target)
        return {"type": told["type"], "header": told["header"], "lines": told["lines"]}

    @staticmethod
    def _told(answer: Any, status: int) -> Any:
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[:2000])
        return json.loads(answer.content) if answer.content else None
