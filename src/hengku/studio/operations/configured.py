"""Shared dashboards as a part of the configuration."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.kernel.texts import Text
from hengku.metadata.operations.configured import type_refs
from hengku.metadata.operations.record_parts import RecordPart, clause_refs, codes_for_ids
from hengku.metadata.rules.configuration import Part, Piece, Ref, offer_part
from hengku.metadata.rules.custom_fields import CODE_START
from hengku.metadata.rules.field_uses import ANYWHERE, FieldUse, clauses_in, formula_uses, use_at
from hengku.metadata.types import FieldSpec
from hengku.studio.operations.dashboards import ENTITY
from hengku.studio.operations.summaries import ENTITY as SUMMARIES
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.summary_dataset import PREFIX

_WORDS = {
    "name": Text("名称", "Name"), "widgets": Text("组件", "Widgets"), "shared_all": Text("所有人可见", "Everybody sees it"),
    "shared_with": Text("共享给角色", "Shared with roles"), "refresh": Text("刷新间隔（秒）", "Refresh (seconds)"),
    "question": Text("问题", "question"), "title": Text("标题", "title"), "filters": Text("筛选", "filters"), "dataset": Text("数据", "data"),
}  # fmt: skip
_NAMED = frozenset({"field"})


def _asked(widget: Mapping[str, Any]) -> str:
    """The dataset a widget asks."""
    return str(widget.get("dataset") or (widget.get("question") or {}).get("dataset") or "")


def _fields(name: str) -> dict[str, FieldSpec]:
    try:
        return {key: one.spec for key, one in dataset(viewer=SYSTEM, name=name).fields.items()} if name else {}
    except Refused:
        return {}


def _told(piece: dict[str, Any]) -> dict[str, Any]:
    found = deepcopy(piece)
    for widget in found["widgets"]:
        codes_for_ids(widget, _fields(_asked(widget)))
    return found


_BOARDS = RecordPart(
    resource=ENTITY, keyed_by=("name",), kept=("name", "widgets", "shared_all", "shared_with", "refresh"),
    shared=lambda record: bool(record["shared_all"] or record["shared_with"]), told=_told,
)  # fmt: skip


def _needs(key: str, piece: Piece) -> Iterable[Ref]:
    yield from _BOARDS.refs(key, piece)
    for widget in piece.get("widgets") or ():
        asked = _asked(widget)
        yield from [Ref(SUMMARIES, asked.removeprefix(PREFIX))] if asked.startswith(PREFIX) else type_refs(asked)
        yield from clause_refs(widget, _fields(_asked(widget)))


def _uses(_: str, piece: Piece) -> list[FieldUse]:
    found: list[FieldUse] = []
    for widget in piece.get("widgets") or ():
        base = _asked(widget).split(":")[0]
        for name in _names(widget):
            use = use_at(base, name)
            deeper = [part for part in name.split(".")[1:] if part.startswith(CODE_START) and part != use.name]
            found += [use, *(FieldUse(ANYWHERE, part) for part in deeper)]
        found += [use for text in _formulas(widget) for use in formula_uses(base, text)]
    return found


def _names(value: Any) -> list[str]:
    """Names of fields a widget reads: grouped by, measured, narrowed by, listed."""
    found = [str(clause[0]) for clause in clauses_in(value)]
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            found += [str(one[name]) for name in _NAMED if isinstance(one.get(name), str)]
            found += [name for name in one.get("fields") or () if isinstance(name, str)]
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
    return list(dict.fromkeys(found))


def _formulas(widget: Mapping[str, Any]) -> list[str]:
    return [str(one["formula"]) for one in (widget.get("question") or {}).get("measures") or () if one.get("formula")]


def offer_parts() -> None:
    """Called once at start."""
    offer_part(Part(
        ENTITY, Text("仪表盘", "Dashboards"), 80, _BOARDS.read, _BOARDS.apply, lambda _, piece: str(piece["name"]), needs=_needs, uses=_uses,
        words=_WORDS, page="/dashboards",
    ))  # fmt: skip
