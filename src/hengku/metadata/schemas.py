"""Request and response shapes that are the same for every resource."""

from typing import Any

from ninja import Schema
from pydantic import Field

from hengku.metadata.models import SavedView


class ListQuery(Schema):
    """filter: JSON [["field", "op", value], …]; sort: comma-separated names, "-" for descending; fields: names to send.
    sum: a formula whose value over every row of the list is added up, told among the totals as "formula"."""

    limit: int = Field(default=50, ge=1, le=500)
    cursor: str = Field(default="", max_length=4000)
    sort: str = Field(default="", max_length=400)
    filter: str = Field(default="", max_length=20_000)
    q: str = Field(default="", max_length=200)
    fields: str = Field(default="", max_length=4000)
    sum: str = Field(default="", max_length=2000)


class LookupQuery(Schema):
    q: str = Field(default="", max_length=200)
    limit: int = Field(default=20, ge=1, le=100)
    filter: str = Field(default="", max_length=20_000)


class ViewIn(Schema):
    resource: str = Field(max_length=60)
    name: str = Field(min_length=1, max_length=100)
    settings: dict[str, Any] = {}
    shared: bool = False
    position: int = 0


class ViewOut(Schema):
    id: str
    resource: str
    name: str
    settings: dict[str, Any]
    shared: bool
    mine: bool
    position: int


def view_out(view: SavedView, user_id: int | None) -> ViewOut:
    return ViewOut(
        id=str(view.pk), resource=view.resource, name=view.name, settings=view.settings, shared=view.shared,
        mine=view.user_id == user_id, position=view.position,
    )  # fmt: skip


class NamedOut(Schema):
    id: str
    code: str = ""
    name: str = ""


class ScopeOut(Schema):
    """Where a right holds; None = everywhere. own: only on records the person made."""

    warehouses: list[NamedOut] | None
    books: list[NamedOut] | None
    own: bool


class RightOut(Schema):
    resource: str
    action: str
    scopes: list[ScopeOut]


class RightsOut(Schema):
    """masked: classes of values (cost, purchase_price, margin) that are hidden from the person."""

    active: bool
    owner: bool
    masked: list[str]
    rights: list[RightOut]


class RoleField(Schema):
    """fixed: it names the record and cannot be hidden."""

    name: str
    label: str
    fixed: bool


class RoleTarget(Schema):
    """Something with rights on fields; rows: conditions may narrow its rows."""

    name: str
    resource: str
    label: str
    rows: bool
    fields: list[RoleField]


class ConditionWord(Schema):
    path: str
    label: str
    kind: str
    many: bool


class ConditionFunction(Schema):
    name: str
    zh: str
    group: str
    help: str
    example: str


class ConditionWords(Schema):
    """What a condition on rows may use."""

    fields: list[ConditionWord]
    functions: list[ConditionFunction]


class ConditionIn(Schema):
    formula: str = Field(max_length=4000)


class RowsLeft(Schema):
    total: int
    left: int


class Conflict(Schema):
    id: str
    name: str
    first: str
    second: str


class Holder(Schema):
    id: str
    name: str


class Violation(Schema):
    """Somebody who holds two rights that must not be in one hand."""

    conflict: Conflict
    user: Holder
