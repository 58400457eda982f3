"""The documents of manufacturing as the house knows them."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from hengku.documents.rules import fields
from hengku.documents.rules.machines import (
    APPROVE,
    REJECT,
    REOPEN,
    STOCK_TRANSITIONS,
    STOP,
    SUBMIT,
    UNAPPROVE,
    VOID_IT,
)
from hengku.documents.rules.usage import Usage
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec
from hengku.kernel.texts import Text
from hengku.ledger.types import MovementType
from hengku.manufacturing import texts
from hengku.manufacturing.types import IssueKind, ReturnKind
from hengku.masterdata.types import StockStatus
from hengku.metadata.types import Choice, FieldSpec, FieldType

RETURN_STATUSES = (StockStatus.AVAILABLE, StockStatus.HOLD, StockStatus.REJECTED)
"""What material that comes back may become."""


def _choices(labels: Iterable[tuple[StrEnum, Text]]) -> tuple[Choice, ...]:
    return tuple(Choice(value.value, label) for value, label in labels)


_HEADER = (fields.WAREHOUSE, fields.BUSINESS_DATE, fields.HANDLER)
_GOODS = (fields.ITEM, fields.UNIT, fields.QUANTITY)
_WHERE = (fields.LINE_WAREHOUSE.but(in_list=False), fields.BIN, fields.LOT, fields.PACKAGE)
USAGE = FieldSpec(
    "usage", texts.USAGE, FieldType.ENUM, choices=_choices(texts.USAGES.items()), default=Usage.PRODUCTION.value
)
ORDER = FieldSpec(
    "production_order",
    texts.PRODUCTION_ORDER,
    FieldType.REFERENCE,
    ref="production_order",
    ref_filter={"running": "true"},
    help=texts.ORDER_HELP,
)

PRODUCTION_ORDER = DocTypeSpec(
    code="production_order",
    label=texts.PRODUCTION_ORDER,
    prefix="SCDD",
    room="manufacturing",
    kind="order",
    help=texts.PRODUCTION_ORDER_HELP,
    header_fields=(fields.BUSINESS_DATE, fields.HANDLER, fields.EXTERNAL_NUMBER, fields.REMARKS),
    line_fields=(fields.ITEM.but(label=texts.PRODUCT), fields.UNIT, fields.QUANTITY, fields.LINE_REMARKS),
    transitions=(
        SUBMIT,
        replace(APPROVE, label=texts.RELEASE),
        REJECT,
        replace(UNAPPROVE, label=texts.WITHDRAW_RELEASE),
        replace(STOP, label=texts.CLOSE),
        REOPEN,
        VOID_IT,
    ),
)

MATERIAL_ISSUE = DocTypeSpec(
    code="material_issue",
    label=texts.MATERIAL_ISSUE,
    prefix="LLD",
    room="manufacturing",
    kind="stock",
    help=texts.MATERIAL_ISSUE_HELP,
    header_fields=(
        *_HEADER,
        USAGE,
        ORDER,
        FieldSpec(
            "kind",
            texts.KIND,
            FieldType.ENUM,
            choices=_choices(texts.ISSUE_KINDS.items()),
            default=IssueKind.ISSUE.value,
        ),
        fields.REMARKS,
    ),
    line_fields=(*_GOODS, *_WHERE, fields.REASON, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.MATERIAL_ISSUE,
    direction="OUT",
)

MATERIAL_RETURN = DocTypeSpec(
    code="material_return",
    label=texts.MATERIAL_RETURN,
    prefix="TLD",
    room="manufacturing",
    kind="stock",
    help=texts.MATERIAL_RETURN_HELP,
    header_fields=(
        *_HEADER,
        FieldSpec(
            "kind",
            texts.RETURN_KIND,
            FieldType.ENUM,
            choices=_choices(texts.RETURN_KINDS.items()),
            default=ReturnKind.GOOD_RETURN.value,
        ),
        USAGE.but(readonly=True, default=None),
        ORDER.but(readonly=True, ref_filter=None, help=None),
        fields.REMARKS,
    ),
    line_fields=(
        *_GOODS,
        FieldSpec(
            "source_line_id",
            texts.SOURCE_LINE,
            FieldType.INTEGER,
            required=True,
            in_list=False,
            in_form=False,
            filterable=False,
        ),
        *_WHERE,
        fields.STATUS.but(choices=fields.status_choices(RETURN_STATUSES), help=texts.RETURN_STATUS_HELP),
        fields.REASON,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("material_issue", LinkKind.RETURN),),
    movement_type=MovementType.MATERIAL_RETURN,
    direction="IN",
)

DOCUMENT_TYPES = (PRODUCTION_ORDER, MATERIAL_ISSUE, MATERIAL_RETURN)
