"""An account set's own forms as document types like any other (nocode design 6.1): rows become specifications."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hengku.documents.rules.fields import BUSINESS_DATE
from hengku.documents.rules.machines import APPROVE, REJECT, SUBMIT, UNAPPROVE, VOID_IT
from hengku.documents.types import FORM, DocTypeSpec, LinkKind, LinkSpec, QuantityRule
from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, stamped

CODE = re.compile(r"u_[a-z][a-z0-9_]{0,27}")
"""What the code of a form looks like: it can never be the name of a type of the house."""
DATE = BUSINESS_DATE.but(label=Text("日期", "Date"), aliases=("date", "业务日期"))
TRANSITIONS = (SUBMIT, APPROVE, REJECT, UNAPPROVE, VOID_IT)
"""A form is decided and touches nothing: draft, submitted, approved; without a flow one click."""
MENUS = {
    "forms": Text("自定义", "Own forms"), "purchasing": Text("采购", "Purchasing"), "sales": Text("销售", "Sales"),
    "warehousing": Text("仓储", "Warehouse"), "manufacturing": Text("生产", "Production"), "finance": Text("财务", "Finance"),
}  # fmt: skip
"""Rooms of the menu a form may stand in."""
FROM_HEADER = "form"
FROM_ROWS = "row"


@dataclass(frozen=True, slots=True)
class Push:
    """A built-in draft made from a form. header, lines: field of the draft -> field of the form, a row's field as "row.<field>"; a text
    behind "=" is meant as it stands. each: a line of the draft for every row of the form, or one line for the whole form."""

    target: str
    header: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    each: str = FROM_HEADER


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form as it is kept."""

    id: int
    code: str
    name: str
    name_en: str
    prefix: str
    menu: str
    has_rows: bool
    help: str
    pushes: Sequence[Mapping[str, Any]]
    archived: bool

    @property
    def label(self) -> Text:
        return Text(self.name, self.name_en or self.name)


def spec_of_form(row: FormRow, *, header: Sequence[FieldSpec], lines: Sequence[FieldSpec]) -> DocTypeSpec:
    """The form as a document type. header, lines: its own fields, in their order."""
    rows = tuple(lines) if row.has_rows else ()
    return DocTypeSpec(
        code=row.code,
        label=row.label,
        prefix=row.prefix,
        room="" if row.archived else row.menu,
        kind=FORM,
        header_fields=stamped((DATE, *header), row.code),
        line_fields=stamped(rows, f"{row.code}:line"),
        transitions=TRANSITIONS,
        quantity=QuantityRule.NONE,
        needs_lines=bool(rows),
        help=Text(row.help, row.help) if row.help else None,
        closed=row.archived,
    )


def pushes_of(row: FormRow) -> tuple[Push, ...]:
    """The drafts that can be made from the form."""
    return tuple(
        Push(str(one["target"]), dict(one.get("header") or {}), dict(one.get("lines") or {}), str(one.get("each") or FROM_HEADER))
        for one in row.pushes
    )  # fmt: skip


def links_from(forms: Sequence[FormRow]) -> dict[str, tuple[LinkSpec, ...]]:
    """By built-in type, the links its documents may have to forms: they name what they were made from and draw nothing."""
    found: dict[str, tuple[LinkSpec, ...]] = {}
    for row in forms:
        for push in pushes_of(row):
            link = LinkSpec(row.code, LinkKind.REFER)
            if all(one.source_type != row.code for one in found.get(push.target, ())):
                found[push.target] = (*found.get(push.target, ()), link)
    return found
