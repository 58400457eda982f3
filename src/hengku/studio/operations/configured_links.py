"""Public links as a part of the configuration: what they open, never a secret or a password; so they arrive closed."""

from hengku.identity.types import Act
from hengku.kernel.texts import Text
from hengku.metadata.operations.configured import type_refs
from hengku.metadata.operations.record_parts import RecordPart
from hengku.metadata.rules.configuration import Part, Piece, offer_part
from hengku.metadata.rules.custom_fields import target_of_lines
from hengku.metadata.rules.field_uses import FieldUse, use_at
from hengku.studio.models import PublicLink
from hengku.studio.operations.links import ENTITY
from hengku.studio.rules.links import ROW

_WORDS = {
    "name": Text("名称", "Name"), "kind": Text("用途", "Purpose"), "target": Text("表单或数据", "Form or data"),
    "field_names": Text("可填或可见的字段", "Fields to fill in or shown"), "conditions": Text("查询条件", "Conditions"),
    "intro": Text("页面说明", "Words on the page"), "on_fill": Text("填报后", "Once filled in"),
    "most": Text("最多填报次数", "At most so many submissions"),
    "per_address": Text("每个地址 10 分钟内最多", "Uses per address in 10 min"), "per_link": Text("全部 10 分钟内最多", "Uses in all in 10 min"),
}  # fmt: skip
_LINKS = RecordPart(
    resource=ENTITY, keyed_by=("name",), kept=tuple(_WORDS), shared=lambda record: record["revoked_at"] is None
)


def _apply(act: Act, key: str, piece: Piece | None) -> None:
    """A link that comes from elsewhere is opened by somebody who looked at it, with a password and an end of their own."""
    fresh = piece is not None and not PublicLink.objects.filter(name=key).exists()
    _LINKS.apply(act, key, {**piece, "active": False} if fresh and piece is not None else piece)


def _uses(_: str, piece: Piece) -> list[FieldUse]:
    target = str(piece["target"])
    named = [str(one) for one in (*(piece.get("field_names") or ()), *(piece.get("conditions") or ()))]
    return [
        FieldUse(target_of_lines(target), name.removeprefix(ROW)) if name.startswith(ROW) else use_at(target, name)
        for name in named
    ]


def offer_links() -> None:
    """Called once at start."""
    offer_part(Part(
        ENTITY, Text("外部链接", "Public links"), 100, _LINKS.read, _apply, lambda _, piece: str(piece["name"]),
        about=lambda _, piece: str(piece["target"]), needs=lambda _, piece: type_refs(str(piece["target"])), uses=_uses, words=_WORDS,
        page="/public-links",
    ))  # fmt: skip
