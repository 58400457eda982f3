"""Automations as a part of the configuration. People are named by user name, webhooks by their name."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from hengku.identity.models import User
from hengku.identity.types import Act
from hengku.integrations.models import Webhook
from hengku.integrations.operations.automations import ENTITY
from hengku.integrations.rules.automation import every_formula
from hengku.kernel.errors import refuse
from hengku.kernel.texts import Text
from hengku.metadata.operations.configured import type_refs
from hengku.metadata.operations.record_parts import CODE, RecordPart
from hengku.metadata.rules.configuration import Part, Piece, Ref, offer_part
from hengku.metadata.rules.field_uses import FieldUse, formula_uses

_RANK = 90
_WORDS = {
    "name": Text("名称", "Name"), "runner": Text("以谁的权限运行", "Acts for"), "trigger": Text("何时触发", "Set off by"),
    "condition": Text("条件", "Condition"), "actions": Text("动作", "Actions"), "active": Text("启用", "Active"),
    "hourly_limit": Text("每小时最多次数", "Most runs an hour"),
}  # fmt: skip


def _told(piece: dict[str, Any]) -> dict[str, Any]:
    """Ids inside actions as names."""
    found = deepcopy(piece)
    for action in found["actions"]:
        if action.get("people"):
            names = dict(User.objects.filter(pk__in=action["people"]).values_list("pk", "username"))
            action["people"] = sorted(f"{CODE}{name}" for name in names.values())
        if action.get("webhook"):
            name = Webhook.objects.filter(pk=action["webhook"]).values_list("name", flat=True).first()
            action["webhook"] = f"{CODE}{name or ''}"
    return found


_AUTOMATIONS = RecordPart(resource=ENTITY, keyed_by=("name",), kept=tuple(_WORDS), told=_told)


def _apply(act: Act, key: str, piece: Piece | None) -> None:
    """Make, change or remove one. Raises Refused, reference_unknown for people and webhooks this installation does not have."""
    if piece is None or _AUTOMATIONS.read().get(key) == piece:
        if piece is None:
            _AUTOMATIONS.apply(act, key, None)
        return
    found = deepcopy(dict(piece))
    for position, action in enumerate(found.get("actions") or ()):
        if action.get("people"):
            action["people"] = [_id_of(User, "username", one, position) for one in action["people"]]
        if action.get("webhook"):
            action["webhook"] = _id_of(Webhook, "name", action["webhook"], position)
    _AUTOMATIONS.apply(act, key, found)


def _id_of(model: type[User] | type[Webhook], field: str, coded: str, position: int) -> str:
    name = str(coded).removeprefix(CODE)
    found = model._default_manager.filter(**{field: name}).values_list("pk", flat=True).first()
    if found is None:
        raise refuse("reference_unknown", loc=("actions", position), value=name)
    return str(found)


def _type_of(piece: Piece) -> str:
    trigger: Mapping[str, Any] = piece.get("trigger") or {}
    return str(trigger.get("resource") or trigger.get("type") or "")


def _needs(key: str, piece: Piece) -> Iterator[Ref]:
    yield from _AUTOMATIONS.refs(key, piece)
    yield from type_refs(_type_of(piece))
    for action in piece.get("actions") or ():
        yield from type_refs(str(action.get("type") or ""))
        yield from (Ref("users", str(one).removeprefix(CODE)) for one in action.get("people") or ())
        yield from (Ref("roles", str(one)) for one in action.get("roles") or ())
        if action.get("webhook"):
            yield Ref("webhooks", str(action["webhook"]).removeprefix(CODE))


def _uses(_: str, piece: Piece) -> Iterable[FieldUse]:
    texts = [str(piece.get("condition") or ""), *every_formula(piece.get("actions") or ())]
    return [use for text in texts if text for use in formula_uses(_type_of(piece), text)]


def offer_parts() -> None:
    """Let packages hold automations."""
    offer_part(Part(
        ENTITY, Text("自动化", "Automations"), _RANK, _AUTOMATIONS.read, _apply, title=lambda key, piece: str(piece.get("name") or key),
        about=lambda _, piece: _type_of(piece), needs=_needs, uses=_uses, words=_WORDS, page="/automations",
    ))  # fmt: skip
