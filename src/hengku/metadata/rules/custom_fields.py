"""Fields an account set adds itself: the kinds there are, and how a registered one becomes a field like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hengku.kernel.texts import Text
from hengku.metadata.rules.field_rules import FieldRules
from hengku.metadata.rules.fills import fill_of
from hengku.metadata.rules.formula.nodes import from_json as tree_of
from hengku.metadata.rules.values import Invalid, from_json
from hengku.metadata.types import Choice, FieldSpec, FieldType

CODE_START = "x_"
LINES = ":line"


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A kind of field people choose: how it is stored (type), shown (format), and what it refers to."""

    label: Text
    type: FieldType
    format: str = ""
    ref: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    pattern: str = ""


KINDS: Mapping[str, FieldKind] = {
    "text": FieldKind(Text("单行文本", "Text"), FieldType.TEXT),
    "multiline": FieldKind(Text("多行文本", "Long text"), FieldType.MULTILINE),
    "integer": FieldKind(Text("整数", "Whole number"), FieldType.INTEGER),
    "number": FieldKind(Text("数字", "Number"), FieldType.DECIMAL),
    "amount": FieldKind(Text("金额", "Amount"), FieldType.AMOUNT),
    "percent": FieldKind(Text("百分比", "Percentage"), FieldType.RATE),
    "rating": FieldKind(Text("评分", "Rating"), FieldType.INTEGER, "rating", least=Decimal(0), most=Decimal(5)),
    "date": FieldKind(Text("日期", "Date"), FieldType.DATE),
    "datetime": FieldKind(Text("日期时间", "Date and time"), FieldType.DATETIME),
    "boolean": FieldKind(Text("是/否", "Yes or no"), FieldType.BOOLEAN),
    "choice": FieldKind(Text("单选", "One of several"), FieldType.ENUM),
    "choices": FieldKind(Text("多选", "Several of several"), FieldType.CHOICES),
    "member": FieldKind(Text("成员", "Member"), FieldType.REFERENCE, ref="users"),
    "members": FieldKind(Text("成员（多选）", "Members"), FieldType.REFERENCES, ref="users"),
    "department": FieldKind(Text("部门", "Department"), FieldType.REFERENCE, ref="departments"),
    "item": FieldKind(Text("商品", "Item"), FieldType.REFERENCE, ref="items"),
    "partner": FieldKind(Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners"),
    "warehouse": FieldKind(Text("仓库", "Warehouse"), FieldType.REFERENCE, ref="warehouses"),
    "lot": FieldKind(Text("批号", "Lot"), FieldType.REFERENCE, ref="lots"),
    "phone": FieldKind(Text("电话", "Telephone"), FieldType.TEXT, "phone", pattern=r"[0-9+() -]{3,30}"),
    "email": FieldKind(Text("邮箱", "E-mail"), FieldType.TEXT, "email", pattern=r"[^@\s]+@[^@\s]+"),
    "link": FieldKind(Text("网址", "Link"), FieldType.TEXT, "link", pattern=r"https?://\S+"),
    "barcode": FieldKind(Text("条码", "Barcode"), FieldType.TEXT, "barcode"),
    "address": FieldKind(Text("地址", "Address"), FieldType.MULTILINE, "address"),
    "document": FieldKind(Text("关联单据", "Document"), FieldType.REFERENCE),
    "photo": FieldKind(Text("图片", "Photo"), FieldType.FILES, "photo"),
    "files": FieldKind(Text("附件", "Attachment"), FieldType.FILES, "files"),
    "signature": FieldKind(Text("手写签名", "Signature"), FieldType.FILES, "signature"),
}


DOCUMENT = "document"
"""The kind that names a document of one type."""
NOT_ON_LINES = frozenset({"choices", "members", "rating", "photo", "files", "signature"})
"""Kinds the cells of a grid cannot take."""


_UNSORTED = frozenset(
    {FieldType.MULTILINE, FieldType.REFERENCES, FieldType.CHOICES, FieldType.REFERENCE, FieldType.FILES}
)


@dataclass(frozen=True, slots=True)
class CustomFieldRow:
    """A registered field as it is kept."""

    id: int
    target: str
    code: str
    label: str
    label_en: str
    kind: str
    required: bool
    required_tree: Any
    least: Decimal | None
    most: Decimal | None
    places: int | None
    longest: int | None
    pattern: str
    choices: Sequence[Mapping[str, Any]]
    default: str
    default_tree: Any
    mask: str
    help: str
    help_en: str
    group: str
    position: int
    in_list: bool
    index_state: str = "none"
    refers_to: str = ""
    shown_tree: Any = None
    locked_tree: Any = None
    must_hold_tree: Any = None
    message: str = ""
    message_en: str = ""
    unique: bool = False
    options_by: str = ""
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fill: Any = None


def key_of(field_id: int) -> str:
    """Where the values of a field are kept."""
    return f"f_{field_id}"


def spec_of_row(row: CustomFieldRow) -> FieldSpec:
    """The registered field as a field like any other."""
    kind = KINDS[row.kind]
    bare = FieldSpec(
        row.code,
        Text(row.label, row.label_en or row.label),
        kind.type,
        key=key_of(row.id),
        target=row.target,
        required=row.required,
        ref=kind.ref or row.refers_to or None,
        choices=tuple(_choice(one) for one in row.choices) if kind.type in (FieldType.ENUM, FieldType.CHOICES) else (),
        precision=row.places if kind.type is FieldType.DECIMAL else None,
        in_list=row.in_list,
        filterable=kind.type is not FieldType.FILES,
        sortable=kind.type not in _UNSORTED,
        total=kind.type is FieldType.AMOUNT,
        mask=row.mask or None,
        group=row.group or None,
        width=120,
        help=Text(row.help, row.help_en or row.help) if row.help else None,
        aliases=(row.code,),
        least=row.least if row.least is not None else kind.least,
        most=row.most if row.most is not None else kind.most,
        longest=row.longest,
        pattern=row.pattern or kind.pattern,
        format=kind.format,
        formula=tree_of(row.default_tree) if row.default_tree else None,
        needed_when=tree_of(row.required_tree) if row.required_tree else None,
        rules=_rules_of(row),
        indexed=row.index_state == "ready",
    )
    return bare.but(default=default_of(bare, row.default))


def _rules_of(row: CustomFieldRow) -> FieldRules | None:
    shown, locked, holds = (
        tree_of(tree) if tree else None for tree in (row.shown_tree, row.locked_tree, row.must_hold_tree)
    )
    if not (shown or locked or holds) and not row.unique and not row.options_by and not row.fill:
        return None
    message = Text(row.message, row.message_en or row.message) if row.message else None
    options = {key: tuple(some) for key, some in row.options.items()}
    return FieldRules(shown, locked, holds, message, row.unique, row.options_by, options, fill_of(row.fill))


def default_of(spec: FieldSpec, text: str) -> Any:
    """A constant default kept as text, as the interface takes it; None when there is none or it no longer fits."""
    if not text:
        return None
    try:
        found = from_json(spec, [part.strip() for part in text.split(",")] if spec.type is FieldType.CHOICES else text)
    except Invalid:
        return None
    return found


def _choice(told: Mapping[str, Any]) -> Choice:
    label = str(told.get("label", ""))
    return Choice(str(told["value"]), Text(label, str(told.get("label_en") or label)), told.get("color") or None)


def target_of_lines(document_type: str) -> str:
    """The target of a document type's lines."""
    return f"{document_type}{LINES}"


def is_of_lines(target: str) -> bool:
    """Whether a target is the lines of a document type."""
    return target.endswith(LINES)
