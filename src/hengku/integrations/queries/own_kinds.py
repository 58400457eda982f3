"""Kinds of files as the account set wants them: with columns for its own fields."""

from dataclasses import replace
from functools import partial

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.integrations.rules.kinds import ImportKind
from hengku.kernel.registry import Glass
from hengku.metadata.queries.effective import Definitions, definitions
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec, FieldType

LINE_START = "line_"
_RECORDS = frozenset({"items", "partners"})


def own_header(kind: ImportKind) -> tuple[FieldSpec, ...]:
    """Own fields of the document, or of the record."""
    if kind.document_type is not None:
        fields = DOCUMENT_TYPES.get(kind.document_type).header_fields
    else:
        fields = RESOURCES.get(kind.resource).fields if kind.resource in _RECORDS else ()
    return tuple(field for field in fields if field.key)


def own_lines(kind: ImportKind) -> tuple[FieldSpec, ...]:
    """Own fields of the document's lines."""
    fields = DOCUMENT_TYPES.get(kind.document_type).line_fields if kind.document_type is not None else ()
    return tuple(field for field in fields if field.key)


def line_names(kind: ImportKind) -> dict[str, str]:
    """Field of a line -> its column: the same name, unless the header has a field called so."""
    taken = {field.name for field in own_header(kind)}
    return {field.name: f"{LINE_START}{field.name}" if field.name in taken else field.name for field in own_lines(kind)}


def kinds_seen() -> Glass[ImportKind] | None:
    """Kinds with a column for every own field but files, which no table holds: what KINDS is seen through."""
    found = definitions()
    return None if found is None else partial(_seen, found)


def _seen(found: Definitions, kind: ImportKind) -> ImportKind:
    made = found.made.get(f"import:{kind.code}")
    if made is None:
        names = line_names(kind)
        lines = tuple(field.but(name=names[field.name], required=False) for field in own_lines(kind))
        header = tuple(field.but(required=False) for field in own_header(kind) if field.type is not FieldType.FILES)
        made = replace(kind, fields=(*kind.fields, *header, *lines)) if header or lines else kind
        found.made[f"import:{kind.code}"] = made
    return made
