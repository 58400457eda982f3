"""Partners, items and places a draft names must be ones the viewer's roles leave: what nobody shows them they cannot use."""

from collections import defaultdict
from collections.abc import Sequence

from hengku.documents.types import DocumentDraft
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal
from hengku.metadata.queries.records import visible_to
from hengku.metadata.rules.registry import RESOURCES

Loc = tuple[str | int, ...]
_HEADER = (("partner", "partners"), ("warehouse", "warehouses"), ("to_warehouse", "warehouses"))
_LINE = (("item", "items"), ("warehouse", "warehouses"), ("to_warehouse", "warehouses"), ("lot", "lots"))


def out_of_reach(viewer: Viewer, drafts: Sequence[DocumentDraft]) -> list[Refusal]:
    """A refusal for everything named that conditions of the viewer's roles hide; no statement where they have none."""
    asked: dict[str, list[tuple[int, str, Loc]]] = defaultdict(list)
    for position, draft in enumerate(drafts):
        before: Loc = ("documents", position) if len(drafts) > 1 else ()
        _note(asked, viewer, draft, _HEADER, (*before, "header"))
        for index, line in enumerate(draft.lines):
            _note(asked, viewer, line, _LINE, (*before, "lines", index))
    return [
        Refusal("unknown_reference", {"field": name, "id": str(id_)}, (*loc, name))
        for resource, named in asked.items()
        for id_, name, loc in _unseen(viewer, resource, named)
    ]


def _note(
    asked: dict[str, list[tuple[int, str, Loc]]],
    viewer: Viewer,
    told: object,
    names: Sequence[tuple[str, str]],
    loc: Loc,
) -> None:
    for name, resource in names:
        id_ = getattr(told, f"{name}_id")
        if id_ is not None and viewer.narrows(resource):
            asked[resource].append((id_, name, loc))


def _unseen(viewer: Viewer, resource: str, named: Sequence[tuple[int, str, Loc]]) -> list[tuple[int, str, Loc]]:
    ids = {id_ for id_, _, _ in named}
    rows = visible_to(spec=RESOURCES.get(resource), viewer=viewer)
    seen = set(rows.filter(pk__in=ids).values_list("pk", flat=True))
    return [one for one in named if one[0] not in seen]
