"""The configuration that is in effect, what of a package differs from it, what a package lacks, and who uses a field."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal
from hengku.metadata.operations.configured import title_of_target
from hengku.metadata.operations.record_parts import is_known
from hengku.metadata.rules.configuration import CONFIGURATION, Contents, Part, Piece, needs_of, other_users, parts
from hengku.metadata.rules.differences import differences
from hengku.metadata.rules.field_uses import FieldUse
from hengku.metadata.rules.own_targets import OWN_TARGETS
from hengku.metadata.rules.registry import RESOURCES
from hengku.studio.rules.readable import said

ENTITY = "config-packages"
BROKEN = (KeyError, TypeError, ValueError, AttributeError)
"""What reading a piece of the wrong shape runs into."""


def everything() -> dict[str, dict[str, Piece]]:
    """The whole configuration: part -> key -> piece."""
    return {part.name: dict(part.read()) for part in parts()}


def malformed(contents: Mapping[str, Mapping[str, Any]]) -> list[Refusal]:
    """Parts nobody here knows, and pieces that cannot be read: config_part_unknown, config_piece_malformed."""
    found: list[Refusal] = []
    for name, pieces in contents.items():
        if name not in CONFIGURATION:
            found.append(Refusal("config_part_unknown", {"part": name[:60]}, (name,)))
            continue
        part = CONFIGURATION.get(name)
        for key, piece in pieces.items():
            try:
                if piece is not None:
                    part.title(key, piece), part.about(key, piece), needs_of(part, key, piece)
            except BROKEN:
                params = {"part": str(part.label), "piece": key[:100]}
                found.append(Refusal("config_piece_malformed", params, (name, key)))
    return found


def missing(contents: Contents, live: Contents) -> list[Refusal]:
    """What pieces need that is neither in the package nor here: config_missing, with the piece that needs it."""
    found: list[Refusal] = []
    for name, pieces in contents.items():
        part = CONFIGURATION.get(name)
        for key, piece in pieces.items():
            if piece is None:
                continue
            for ref in needs_of(part, key, piece):
                if not _is_there(ref.kind, ref.key, contents, live) and not (ref.kind not in live and is_known(ref)):
                    params = {"kind": _kind(ref.kind), "key": ref.key, "piece": part.title(key, piece)}
                    found.append(Refusal("config_needs", params, (name, key)))
    return found


def _is_there(kind: str, key: str, contents: Contents, live: Contents) -> bool:
    own = contents.get(kind, {})
    return own[key] is not None if key in own else live.get(kind, {}).get(key) is not None


def _kind(kind: str) -> str:
    if kind in CONFIGURATION:
        return str(CONFIGURATION.get(kind).label)
    return str(RESOURCES.get(kind).label) if kind in RESOURCES else kind


def fingerprint(contents: Contents, live: Contents) -> str:
    """What is in effect of what a package concerns: changes when somebody else changes it."""
    told = {name: {key: live.get(name, {}).get(key) for key in pieces} for name, pieces in contents.items()}
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()[:20]


def compared(contents: Contents, live: Contents) -> list[dict[str, Any]]:
    """Every piece of a package against what is in effect: {part, part_label, key, title, about, change, properties: [{label, before,
    after}]}; change: new, changed, gone or same."""
    return [
        _compared(part, key, piece, live.get(part.name, {}).get(key))
        for part in parts()
        for key, piece in contents.get(part.name, {}).items()
    ]


def _compared(part: Part, key: str, piece: Piece | None, now: Piece | None) -> dict[str, Any]:
    shown = piece if piece is not None else now or {}
    found = differences(now, piece) if piece is not None and now is not None else []
    change = (
        "same"
        if piece == now
        else "new"
        if now is None
        else "gone"
        if piece is None
        else "changed"
        if found
        else "same"
    )
    if change == "new":
        found = differences({}, piece)
    about = part.about(key, shown) if shown else ""
    labels = _labels(part, about)
    return {
        "part": part.name,
        "part_label": str(part.label),
        "key": key,
        "title": part.title(key, shown) if shown else key,
        "about": title_of_target(about) if about else "",
        "change": change,
        "properties": [
            {
                "label": " · ".join(labels.get(step, step) for step in one.path),
                "before": said(one.before),
                "after": said(one.after),
            }
            for one in found
        ],
    }


def _labels(part: Part, about: str) -> dict[str, str]:
    """What to call the steps of a path: fields of what the piece is about, then properties of the part."""
    fields = OWN_TARGETS.get(about).fields if about in OWN_TARGETS else ()
    return {one.name: str(one.label) for one in fields} | {name: str(label) for name, label in part.words.items()}


def pieces_json(*, viewer: Viewer) -> list[dict[str, Any]]:
    """Everything that may be put into a package: [{part, label, page, pieces: [{key, title, about, needs: [{part, key}]}]}]."""
    require(viewer, ENTITY, "view")
    return [
        {
            "part": part.name,
            "label": str(part.label),
            "page": part.page,
            "pieces": [
                {
                    "key": key,
                    "title": part.title(key, piece),
                    "about": title_of_target(part.about(key, piece)) if part.about(key, piece) else "",
                    "needs": [
                        {"part": ref.kind, "key": ref.key}
                        for ref in needs_of(part, key, piece)
                        if ref.kind in CONFIGURATION
                    ],
                }
                for key, piece in part.read().items()
            ],
        }
        for part in parts()
    ]


def field_users(*, viewer: Viewer, target: str, name: str) -> list[dict[str, Any]]:
    """Who would notice if a field were changed or taken away: [{kind, page, names}]. Raises Refused permission_denied."""
    require(viewer, "custom-fields", "view")
    asked = FieldUse(target, name)
    found = [
        {"kind": str(part.label), "page": part.page, "names": list(_using(part, asked))} for part in parts()
    ]  # fmt: skip
    found += [{"kind": str(label), "page": "", "names": list(find(asked))} for label, find in other_users()]
    return [one for one in found if one["names"]]


def _using(part: Part, asked: FieldUse) -> Iterable[str]:
    for key, piece in part.read().items():
        if any(use.means(asked) for use in part.uses(key, piece)):
            yield part.title(key, piece)
