"""The documents of counting 盘点 as the house knows them."""

from dataclasses import replace

from hengku.documents.rules import fields
from hengku.documents.rules.machines import APPROVE, REJECT, STOCK_TRANSITIONS, SUBMIT, TASK_TRANSITIONS, VOID_IT
from hengku.documents.types import DocTypeSpec, QuantityRule
from hengku.ledger.types import MovementType
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.warehousing import texts
from hengku.warehousing.rules.specs import COST, GOODS, HEADER, LOSS, LOSS_LINE, WHERE
from hengku.warehousing.types import CountMethod, Uncounted

COUNT_PAGE = "/count"
"""Where counts are begun and confirmed."""

COUNT_PLAN = DocTypeSpec(
    code="count_plan",
    label=texts.COUNT_PLAN,
    prefix="PDFA",
    room="warehousing",
    kind="task",
    help=texts.COUNT_PLAN_HELP,
    header_fields=(
        fields.WAREHOUSE,
        FieldSpec("warehouses", texts.MORE_WAREHOUSES, FieldType.REFERENCES, ref="warehouses", in_list=False),
        fields.BUSINESS_DATE,
        fields.HANDLER,
        FieldSpec(
            "method",
            texts.METHOD,
            FieldType.ENUM,
            choices=tuple(Choice(method.value, label) for method, label in texts.METHODS.items()),
            default=CountMethod.DYNAMIC.value,
        ),
        FieldSpec("blind", texts.BLIND, FieldType.BOOLEAN, default=True, help=texts.BLIND_HELP),
        FieldSpec("zones", texts.ZONES, FieldType.REFERENCES, ref="zones", in_list=False),
        FieldSpec("bins", texts.BINS, FieldType.REFERENCES, ref="bins", in_list=False),
        FieldSpec("categories", texts.CATEGORIES, FieldType.REFERENCES, ref="item-categories", in_list=False),
        FieldSpec("brands", texts.BRANDS, FieldType.REFERENCES, ref="brands", in_list=False),
        FieldSpec("items", texts.ITEMS, FieldType.REFERENCES, ref="items", in_list=False),
        FieldSpec(
            "recount_quantity", texts.RECOUNT_QUANTITY, FieldType.QUANTITY, in_list=False, help=texts.RECOUNT_HELP
        ),
        FieldSpec("recount_percent", texts.RECOUNT_PERCENT, FieldType.RATE, in_list=False, help=texts.RECOUNT_HELP),
        FieldSpec("recount_amount", texts.RECOUNT_AMOUNT, FieldType.AMOUNT, in_list=False, help=texts.RECOUNT_HELP),
        FieldSpec(
            "uncounted",
            texts.UNCOUNTED,
            FieldType.ENUM,
            choices=tuple(Choice(choice.value, label) for choice, label in texts.UNCOUNTED_CHOICES.items()),
            default=Uncounted.KEEP_BOOK.value,
            in_list=False,
        ),
        fields.REMARKS,
    ),
    line_fields=(),
    transitions=TASK_TRANSITIONS,
    needs_lines=False,
    quantity=QuantityRule.NONE,
)

COUNT_SHEET = DocTypeSpec(
    code="count_sheet",
    label=texts.COUNT_SHEET,
    prefix="PDD",
    room="warehousing",
    kind="task",
    help=texts.COUNT_SHEET_HELP,
    header_fields=(
        FieldSpec("plan", texts.COUNT_PLAN, FieldType.TEXT, required=True, in_list=False, help=texts.SHEET_PLAN_HELP),
        fields.WAREHOUSE.but(required=False),
        fields.BUSINESS_DATE,
        fields.HANDLER,
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY.but(label=texts.COUNTED),
        *WHERE,
        FieldSpec("counted_at", texts.COUNTED_AT, FieldType.DATETIME, in_list=False),
        FieldSpec("snapshot_quantity", texts.SNAPSHOT, FieldType.QUANTITY, readonly=True),
        FieldSpec("moved_quantity", texts.MOVED, FieldType.QUANTITY, readonly=True),
        FieldSpec("difference", texts.DIFFERENCE, FieldType.QUANTITY, readonly=True),
        fields.REASON,
        fields.LINE_REMARKS,
    ),
    transitions=(SUBMIT, replace(APPROVE, label=texts.CONFIRM), REJECT, VOID_IT),
    needs_lines=False,
    quantity=QuantityRule.NOT_NEGATIVE,
    made_at=COUNT_PAGE,
)

_ADJUSTMENT_HEADER = (
    *HEADER,
    FieldSpec("sheet", texts.COUNT_SHEET, FieldType.TEXT, readonly=True, in_list=False, in_form=False),
    fields.REMARKS,
)
_SHEET_LINE = FieldSpec(
    "sheet_line", texts.SHEET_LINE, FieldType.INTEGER, readonly=True, in_list=False, in_form=False, filterable=False
)

COUNT_GAIN = DocTypeSpec(
    code="count_gain",
    label=texts.COUNT_GAIN,
    prefix="PYD",
    room="warehousing",
    kind="stock",
    help=texts.COUNT_GAIN_HELP,
    header_fields=_ADJUSTMENT_HEADER,
    line_fields=(*GOODS, *COST, *WHERE, _SHEET_LINE, fields.REASON, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.COUNT_GAIN,
    direction="IN",
    made_at=COUNT_PAGE,
)

COUNT_LOSS = DocTypeSpec(
    code="count_loss",
    label=texts.COUNT_LOSS,
    prefix="PKD",
    room="warehousing",
    kind="stock",
    help=texts.COUNT_LOSS_HELP,
    header_fields=(*_ADJUSTMENT_HEADER, *LOSS),
    line_fields=(*GOODS, *WHERE, _SHEET_LINE, fields.REASON, *LOSS_LINE, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.COUNT_LOSS,
    direction="OUT",
    made_at=COUNT_PAGE,
)

COUNT_TYPES = (COUNT_PLAN, COUNT_SHEET, COUNT_GAIN, COUNT_LOSS)
