"""What the default and the condition of an account set's own field may read: the header, this line, its item."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hengku.documents.rules.formula_fields import FormulaField
from hengku.documents.types import FORM, DocTypeSpec
from hengku.kernel.texts import Text
from hengku.metadata.rules.codec import exact
from hengku.metadata.rules.custom_fields import LINES
from hengku.metadata.rules.formula.kinds import DATE, NUMBER, TEXT, Kind, Type
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.metadata.types import FieldSpec

_HEADER = (
    FormulaField("business_date", Text("业务日期", "Date"), DATE),
    FormulaField("handler", Text("经手人", "Handler"), TEXT),
    FormulaField("remarks", Text("摘要", "Remarks"), TEXT),
    FormulaField("external_number", Text("外部单号", "External number"), TEXT),
    FormulaField("currency", Text("币别", "Currency"), TEXT),
    FormulaField("partner.name", Text("往来单位名称", "Partner name"), TEXT),
    FormulaField("warehouse.name", Text("仓库名称", "Warehouse name"), TEXT),
    FormulaField("to_warehouse.name", Text("调入仓库名称", "Name of the warehouse it goes to"), TEXT),
)
_LINE = (
    FormulaField("line.quantity", Text("本行数量", "Quantity of the line"), NUMBER),
    FormulaField("line.price", Text("本行单价", "Price of the line"), NUMBER),
    FormulaField("line.net", Text("本行金额", "Net of the line"), NUMBER),
    FormulaField("line.total", Text("本行价税合计", "Total of the line"), NUMBER),
    FormulaField("line.remarks", Text("本行备注", "Remarks of the line"), TEXT),
    FormulaField("line.reason", Text("本行原因", "Reason of the line"), TEXT),
    FormulaField("line.item.code", Text("商品编码", "Item code"), TEXT),
    FormulaField("line.item.name", Text("商品名称", "Item name"), TEXT),
    FormulaField("line.item.category.code", Text("商品分类编码", "Item category code"), TEXT),
    FormulaField("line.item.category.name", Text("商品分类", "Item category"), TEXT),
)
CATEGORY = "line.item.category."


def own_words(spec: DocTypeSpec, target: str) -> dict[str, FormulaField]:
    """Paths by name, for a field of `target`: the header's, and on lines those of the line."""
    if spec.kind == FORM:
        found = {_HEADER[0].path: _HEADER[0]}
    else:
        found = {one.path: one for one in (*_HEADER, *(_LINE if target.endswith(LINES) else ()))}
    for field in spec.header_fields:
        found |= _own(field, "")
    if target.endswith(LINES):
        for field in spec.line_fields:
            found |= _own(field, "line.")
    return found


def _own(field: FieldSpec, before: str) -> Mapping[str, FormulaField]:
    kind = FIELD_KINDS.get(field.type)
    path = f"{before}{field.name}"
    return {path: FormulaField(path, field.label, Type(kind))} if field.key and kind is not None else {}


def word_value(field: FieldSpec, stored: Any) -> Any:
    """A stored value as formulas read it."""
    kind = FIELD_KINDS.get(field.type)
    if stored is None or kind is None:
        return None
    if kind == Kind.NUMBER:
        return exact(stored)
    if kind == Kind.DATE:
        return date.fromisoformat(stored)
    return datetime.fromisoformat(stored) if kind == Kind.DATETIME else stored
