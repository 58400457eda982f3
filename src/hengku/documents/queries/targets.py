"""Headers and lines of document types as things roles have rights on."""

from collections.abc import Iterator

from hengku.documents.models import Document, Line
from hengku.documents.queries.describe import told_fields
from hengku.documents.rules.line_columns import LINE_COLUMNS
from hengku.documents.rules.list_fields import LINE_START, list_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec
from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec, FieldType, RowLines, Target, stamped

_FIXED = frozenset({"number", "state", "business_date", "book"})
_FIXED_LINES = frozenset({"item", "unit"})
_LINE_WORDS = "line."
_CATEGORY = Text("商品分类", "Item category")
_LINES = Text("·明细", " · lines")


def document_targets(resource: str) -> list[Target]:
    """Header and lines of every type, or of one."""
    specs = [spec for spec in DOCUMENT_TYPES if resource in ("", spec.code)]
    return [target for spec in specs for target in (_header(spec), _lines(spec))]


def _header(spec: DocTypeSpec) -> Target:
    listed = list_fields(spec)
    named = {one.name for one in spec.header_fields}
    fields: tuple[FieldSpec, ...] = (*spec.header_fields, *(one for one in listed if one.name not in named))
    return Target(
        spec.code, spec.code, spec.label, stamped(fields, spec.code), Document,
        tuple(one for one in listed if not (one.key and one.name.startswith(LINE_START))), _FIXED, {"type": spec.code},
        RowLines(Line, tuple(_asked_of_lines(spec)), "document", _LINE_WORDS),
    )  # fmt: skip


def _asked_of_lines(spec: DocTypeSpec) -> Iterator[FieldSpec]:
    """What conditions on rows may ask of the lines: their columns, the category of the item, and the account set's own fields."""
    for one in spec.line_fields:
        if one.key:
            yield one
        elif one.name in LINE_COLUMNS:
            yield one.but(column=LINE_COLUMNS[one.name])
    yield FieldSpec("category", _CATEGORY, FieldType.REFERENCE, column="item__category", ref="item-categories")


def _lines(spec: DocTypeSpec) -> Target:
    label = Text(spec.label.zh + _LINES.zh, spec.label.en + _LINES.en)
    fields = (*spec.line_fields, *told_fields(spec))
    return Target(f"{spec.code}:line", spec.code, label, fields, fixed=_FIXED_LINES)
