"""Summary tables as a part of the configuration."""

from hengku.kernel.texts import Text
from hengku.metadata.operations.configured import type_refs
from hengku.metadata.operations.record_parts import RecordPart
from hengku.metadata.rules.configuration import Part, Piece, offer_part
from hengku.metadata.rules.field_uses import ANYWHERE, FieldUse, formula_uses, is_own, use_at
from hengku.studio.operations.summaries import ENTITY

_WORDS = {
    "code": Text("编码", "Code"), "name": Text("名称", "Name"), "source": Text("数据来源", "Source"),
    "states": Text("计入的状态", "States counted"), "condition": Text("计入条件", "Condition"),
    "groups": Text("分组", "Grouped by"), "figures": Text("指标", "Figures"), "guard": Text("须始终成立", "Must stay true"),
    "message": Text("不成立时提示", "Said otherwise"), "active": Text("启用", "Active"),
    "field": Text("字段", "field"), "grain": Text("粒度", "grain"), "agg": Text("汇总方式", "aggregate"), "label": Text("标签", "label"),
}  # fmt: skip
_KEPT = ("code", "name", "source", "states", "condition", "groups", "figures", "guard", "message", "active")
_TABLES = RecordPart(resource=ENTITY, keyed_by=("code",), kept=_KEPT)


def _uses(_: str, piece: Piece) -> list[FieldUse]:
    """Fields grouped by, added up, asked in the condition or the guard; deeper own ones may be anybody's."""
    base = str(piece["source"]).split(":")[0]
    named = [str(one.get("field") or "") for one in (*(piece.get("groups") or ()), *(piece.get("figures") or ()))]
    found = [use_at(base, name) for name in named if name]
    found += formula_uses(base, str(piece.get("condition") or ""))
    guard = formula_uses(base, str(piece.get("guard") or ""))
    deeper = [part for name in (*named, *_paths(piece)) for part in name.split(".")[1:] if is_own(part)]
    return [*found, *guard, *(FieldUse(ANYWHERE, part) for part in deeper)]


def _paths(piece: Piece) -> list[str]:
    return [text.split("}")[0] for text in f"{piece.get('condition')}{piece.get('guard')}".split("{")[1:]]


def offer_summaries() -> None:
    """Called once at start."""
    offer_part(Part(
        ENTITY, Text("汇总表", "Summary tables"), 65, _TABLES.read, _TABLES.apply, lambda _, piece: str(piece["name"]),
        about=lambda _, piece: str(piece["source"]).split(":")[0],
        needs=lambda _, piece: type_refs(str(piece["source"]).split(":")[0]), uses=_uses, words=_WORDS, page="/summary-tables",
    ))  # fmt: skip
