"""Values of the account set's own fields as they go over the wire; the names of what they refer to, one query per kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.rules.custom_values import own_fields
from hengku.documents.rules.masks import visible_fields
from hengku.identity.types import Viewer
from hengku.metadata.queries.columns import labels_of
from hengku.metadata.queries.file_names import fill_files
from hengku.metadata.rules.codec import decode
from hengku.metadata.types import FieldSpec, FieldType

Told = tuple[dict[str, Any], Mapping[str, Any]]
"""What is being told of a header or line, and its `ext`."""


def add_own(fields: Sequence[FieldSpec], rows: Sequence[Told], viewer: Viewer) -> None:
    """Put the values of own fields the viewer may see into every row, under their names; nothing is null."""
    own = own_fields(visible_fields(fields, viewer))
    for answer, ext in rows:
        for field in own:
            answer[field.name] = decode(field, ext.get(field.key))
    add_names(own, [answer for answer, _ in rows])
    fill_files(own, [answer for answer, _ in rows])


def add_names(fields: Sequence[FieldSpec], answers: Sequence[dict[str, Any]]) -> None:
    """Ids of records become {id, code, name}."""
    references = [field for field in fields if field.ref and field.type in (FieldType.REFERENCE, FieldType.REFERENCES)]
    wanted: dict[str, set[str]] = defaultdict(set)
    for field in references:
        for answer in answers:
            value = answer.get(field.name)
            wanted[field.ref or ""] |= set(value if isinstance(value, list) else [value] if value else [])
    known = {ref: labels_of(ref, ids) for ref, ids in wanted.items() if ids}
    for field in references:
        names = known.get(field.ref or "", {})
        for answer in answers:
            value = answer.get(field.name)
            if isinstance(value, list):
                answer[field.name] = [names.get(one, {"id": one, "code": "", "name": ""}) for one in value]
            elif value is not None:
                answer[field.name] = names.get(value, {"id": value, "code": "", "name": ""})


def carried(
    source: Sequence[FieldSpec], target: Sequence[FieldSpec], ext: Mapping[str, Any], viewer: Viewer
) -> dict[str, Any]:
    """What a document made from another takes over: own fields of the same code, type and options that both have."""
    wanted = {(field.name, field.type, field.choices) for field in own_fields(visible_fields(target, viewer))}
    shared = [
        field
        for field in own_fields(visible_fields(source, viewer))
        if (field.name, field.type, field.choices) in wanted and field.type is not FieldType.FILES
    ]
    found = {field.name: decode(field, ext.get(field.key)) for field in shared}
    told = {name: value for name, value in found.items() if value is not None}
    add_names([field for field in shared if field.name in told], [told])
    return told
