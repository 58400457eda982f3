"""Columns of document lists: the same for every type, less what the type has no use for."""

from hengku.documents.rules.execution import is_executed_by_others
from hengku.documents.rules.fieldset import field_set
from hengku.documents.rules.registry import DOCUMENT_TYPES, SETTLEMENTS
from hengku.documents.texts import (
    EXECUTION_COLORS,
    EXECUTION_LABELS,
    LABELS,
    LINES,
    SETTLEMENT_COLORS,
    SETTLEMENT_LABELS,
    STATE_COLORS,
    STATE_LABELS,
)
from hengku.documents.types import FORM, DocTypeSpec, DocumentState, Execution, Settlement
from hengku.kernel.texts import Text
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import Choice, FieldSpec, FieldType, stamped

NUMBER = FieldSpec("number", LABELS["number"], searchable=True, width=170)
TYPE = FieldSpec("type", LABELS["type"], width=120)
STATE = FieldSpec(
    "state", LABELS["state"], FieldType.ENUM, width=90,
    choices=tuple(Choice(state, STATE_LABELS[state], STATE_COLORS[state]) for state in DocumentState),
)  # fmt: skip
EXECUTION = FieldSpec(
    "execution", LABELS["execution"], FieldType.ENUM, width=90, sortable=False,
    choices=tuple(Choice(value, EXECUTION_LABELS[value], EXECUTION_COLORS[value]) for value in Execution),
)  # fmt: skip
SETTLEMENT = FieldSpec(
    "settlement", LABELS["settlement"], FieldType.ENUM, width=90, sortable=False, filterable=False,
    choices=tuple(Choice(value, SETTLEMENT_LABELS[value], SETTLEMENT_COLORS[value]) for value in Settlement),
)  # fmt: skip
TOTAL_QUANTITY = FieldSpec("total_quantity", LABELS["total_quantity"], FieldType.QUANTITY, width=120)
TOTAL_NET = FieldSpec("total_net", LABELS["total_net"], FieldType.AMOUNT, total=True, in_list=False, width=110)
TOTAL_TAX = FieldSpec("total_tax", LABELS["total_tax"], FieldType.AMOUNT, total=True, in_list=False, width=100)
TOTAL_AMOUNT = FieldSpec("total_amount", LABELS["total_amount"], FieldType.AMOUNT, total=True, width=120)
CREATED_BY = FieldSpec(
    "created_by",
    LABELS["created_by"],
    FieldType.REFERENCE,
    column="created_by_id",
    ref="users",
    in_list=False,
    sortable=False,
)
CREATED_AT = FieldSpec("created_at", LABELS["created_at"], FieldType.DATETIME, in_list=False)
POSTED_AT = FieldSpec("posted_at", LABELS["posted_at"], FieldType.DATETIME, in_list=False)
BUSINESS_DATE = FieldSpec("business_date", LABELS["business_date"], FieldType.DATE, width=110)
PARTNER = FieldSpec("partner", LABELS["partner"], FieldType.REFERENCE, ref="partners", searchable=True, width=180)
WAREHOUSE = FieldSpec("warehouse", LABELS["warehouse"], FieldType.REFERENCE, ref="warehouses", width=120)
TO_WAREHOUSE = FieldSpec("to_warehouse", LABELS["to_warehouse"], FieldType.REFERENCE, ref="warehouses", width=120)
BOOK = FieldSpec("book", LABELS["book"], FieldType.REFERENCE, ref="books", in_list=False)
_TEXTS = ("handler", "external_number", "remarks")
DEFAULT_SORT = "-business_date,-id"


def list_fields(spec: DocTypeSpec) -> tuple[FieldSpec, ...]:
    """Columns of the list of one type, under the labels the type uses."""
    names = field_set(spec).header
    own = {field.name: field for field in spec.header_fields}
    mask = next((field.mask for field in spec.line_fields if field.name == "price"), None)
    fields = [NUMBER, BUSINESS_DATE]
    places = (PARTNER, WAREHOUSE, TO_WAREHOUSE)
    fields.extend(common.but(label=own[common.name].label) for common in places if common.name in names)
    fields.append(STATE)
    if is_executed_by_others(spec.code):
        fields.append(EXECUTION)
    if spec.code in SETTLEMENTS:
        fields.append(SETTLEMENT)
    if spec.kind != FORM:
        fields.append(TOTAL_QUANTITY.but(follows=((f"{spec.code}:line", "quantity"),)))
    if spec.has_prices:
        prices = tuple((f"{spec.code}:line", name) for name in ("price", "amount", "net", "total"))
        fields.extend(field.but(mask=mask, follows=prices) for field in (TOTAL_AMOUNT, TOTAL_NET, TOTAL_TAX))
    fields.extend(own[name].but(searchable=True, required=False, in_form=True) for name in _TEXTS if name in names)
    fields.extend((BOOK, CREATED_BY, CREATED_AT))
    if spec.kind != FORM:
        fields.append(POSTED_AT)
    fields.extend(field.but(required=False) for field in spec.header_fields if field.key)
    fields.extend(_of_lines(field, spec.code) for field in spec.line_fields if field.key)
    return stamped(fields, spec.code)


LINE_START = "line_"
"""Before the name of a line's field in the list of documents."""
_SHOWN = NUMBERS | {FieldType.INTEGER, FieldType.DATE, FieldType.DATETIME, FieldType.TEXT, FieldType.MULTILINE}


def _of_lines(field: FieldSpec, code: str) -> FieldSpec:
    """A line's own field in the list of documents: a document is found by any of its lines; of numbers and dates the largest is shown,
    of texts all."""
    label = Text(f"{LINES.zh}{field.label.zh}", f"{LINES.en}{field.label.en}")
    shown = field.in_list and field.in_form and field.type in _SHOWN
    return field.but(
        name=f"{LINE_START}{field.name}",
        label=label,
        required=False,
        sortable=False,
        total=False,
        in_list=shown,
        follows=((f"{code}:line", field.name),),
    )


def common_list_fields() -> tuple[FieldSpec, ...]:
    """Columns of a list over all types; no money, because types hide theirs from different people. What roles hide of one type
    is hidden of all here."""
    common = (
        TYPE, NUMBER, BUSINESS_DATE, PARTNER, WAREHOUSE, TO_WAREHOUSE, STATE, TOTAL_QUANTITY, BOOK, CREATED_BY, CREATED_AT, POSTED_AT,
    )  # fmt: skip
    codes = DOCUMENT_TYPES.names()
    return tuple(one.but(follows=tuple((code, one.name) for code in codes)) for one in common)
