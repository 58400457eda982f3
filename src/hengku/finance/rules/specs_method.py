"""计价方法变更单: items are costed by another method from the first day of an open month on."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, QuantityRule
from hengku.finance import texts
from hengku.masterdata.texts import COST_METHODS
from hengku.metadata.types import Choice, FieldSpec, FieldType

METHOD_CHANGE = DocTypeSpec(
    code="method_change",
    label=texts.METHOD_CHANGE,
    prefix="JJBG",
    room="finance",
    kind="money",
    help=texts.METHOD_CHANGE_HELP,
    header_fields=(fields.BUSINESS_DATE, fields.HANDLER, fields.REMARKS),
    line_fields=(
        fields.ITEM,
        FieldSpec(
            "method",
            texts.NEW_METHOD,
            FieldType.ENUM,
            required=True,
            choices=tuple(Choice(one.value, label) for one, label in COST_METHODS.items()),
        ),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    quantity=QuantityRule.NONE,
)
