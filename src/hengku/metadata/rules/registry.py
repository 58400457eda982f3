"""What rooms describe: resources (records with generated pages). Document types and reports have registries in their rooms."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hengku.identity.types import Viewer
from hengku.kernel.registry import NotOffered, Registry
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, ResourceSpec, Target, stamped

RESOURCES: Registry[ResourceSpec] = Registry("resource")


def offer_resource(spec: ResourceSpec) -> None:
    """Offer a kind of record to list, form, API, export and import."""
    children = tuple(replace(one, fields=stamped(one.fields, f"{spec.name}:{one.name}")) for one in spec.children)
    RESOURCES.offer(spec.name, replace(spec, fields=stamped(spec.fields, spec.name), children=children))


Referred = Callable[[str], ResourceSpec | None]
_referred: list[Referred] = []


def offer_referred(named: Referred) -> None:
    """Tell of things fields refer to that have no generated pages of records (documents of a type)."""
    _referred.append(named)


def referred(name: str) -> ResourceSpec | None:
    """The kind of record a reference of this name points at; None when there is none."""
    if name in RESOURCES:
        return RESOURCES.get(name)
    return next((found for named in _referred if (found := named(name)) is not None), None)


def need_referred(name: str | None) -> ResourceSpec:
    """The same. Raises NotOffered."""
    found = referred(name or "")
    if found is None:
        raise NotOffered(f"no reference to {name!r}")
    return found


_choices: dict[str, list[tuple[str, Callable[[], Sequence[Choice]]]]] = defaultdict(list)


def offer_choices(resource: str, field: str, more: Callable[[], Sequence[Choice]]) -> None:
    """Let a field of a resource also offer what the account set at hand adds (its own forms); asked once per version of its
    descriptions."""
    _choices[resource].append((field, more))


def with_choices(spec: ResourceSpec) -> ResourceSpec:
    """The resource with the choices the account set adds."""
    more = {name: tuple(told) for name, ask in _choices.get(spec.name, ()) if (told := ask())}
    if not more:
        return spec
    fields = tuple(one.but(choices=(*one.choices, *more[one.name])) if one.name in more else one for one in spec.fields)
    return spec.but(fields=fields)


TargetsNamed = Callable[[str], Sequence[Target]]
"""A name of a resource (or "" for all) -> what there is under it."""
_targets: list[TargetsNamed] = []


def offer_targets(named: TargetsNamed) -> None:
    """Tell what roles may have rights on field by field, and which rows conditions may narrow."""
    _targets.append(named)


def targets_of(resource: str = "") -> list[Target]:
    """Everything with rights on fields under this resource; all of it without a name. A document type that is picked like a
    record is told once, as a document."""
    return list({target.name: target for named in _targets for target in named(resource)}.values())


def resource_targets(resource: str) -> list[Target]:
    """The kinds of records, each with its children."""
    specs = [spec for spec in RESOURCES if resource in ("", spec.name)]
    return [target for spec in specs for target in _targets_of(spec)]


def _targets_of(spec: ResourceSpec) -> list[Target]:
    head = Target(
        spec.name, spec.name, spec.label, spec.fields, spec.model, spec.fields,
        frozenset({spec.code_field, spec.title_field}),
    )  # fmt: skip
    between = Text("·", " · ")
    return [
        head,
        *(
            Target(
                f"{spec.name}:{one.name}",
                spec.name,
                Text(spec.label.zh + between.zh + one.label.zh, spec.label.en + between.en + one.label.en),
                one.fields,
            )
            for one in spec.children
        ),
    ]


META_PARTS: Registry[Callable[[Viewer], Any]] = Registry("part of the description")
"""Top-level parts of /meta that other rooms know: "document_types", "reports", "states", "book"."""


def offer_meta_part(name: str, describe: Callable[[Viewer], Any]) -> None:
    """Offer a part of the description everybody gets after sign-in; `describe` gives JSON values in the viewer's language."""
    META_PARTS.offer(name, describe)


RIGHTS: dict[str, tuple[str, ...]] = {}
"""Further things rights are about (document types, periods): name -> actions."""


def offer_rights(resource: str, actions: Sequence[str]) -> None:
    """Let the pages know whether the viewer may do these actions on `resource`."""
    RIGHTS[resource] = tuple(actions)


Usage = Callable[[int], Sequence[str]]
_usages: dict[str, list[tuple[Text, Usage]]] = defaultdict(list)


def offer_usage(resource: str, label: Text, find: Usage) -> None:
    """Protect records of `resource` that are used by plain id: `find(record_id)` names the users (all of them are counted)."""
    _usages[resource].append((label, find))


def usages_of(resource: str) -> Sequence[tuple[Text, Usage]]:
    return _usages.get(resource, ())


def actions_of(spec: ResourceSpec) -> list[str]:
    """What can be done with records of this kind, rights aside."""
    offered: Mapping[str, object] = {"create": spec.create, "update": spec.update, "delete": spec.delete}
    found = [action for action, operation in offered.items() if operation is not None]
    if spec.imports:
        found.append("import")
    return [*found, "export"]
