"""Kinds of files as the account set wants them: with columns for its own fields."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import FORM, DocTypeSpec
from hengku.integrations.rules.kinds import DATE, NUMBER, ImportKind
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


def form_kinds() -> Mapping[str, ImportKind]:
    """A kind for every own form in use, with its date and own fields: what joins KINDS."""
    found = definitions()
    if found is None:
        return {}
    made = found.made.get("import forms")
    if made is None:
        forms = [spec for spec in DOCUMENT_TYPES if spec.kind == FORM and not spec.closed]
        made = found.made["import forms"] = {spec.code: _seen(found, _of_form(spec)) for spec in forms}
    return dict(made)


def _of_form(spec: DocTypeSpec) -> ImportKind:
    date = DATE.but(label=spec.header_fields[0].label)
    return ImportKind(
        spec.code, spec.label, (NUMBER, date), spec.code, spec.code, transition="approve", by_row=not spec.needs_lines
    )


def _seen(found: Definitions, kind: ImportKind) -> ImportKind:
    made = found.made.get(f"import:{kind.code}")
    if made is None:
        names = line_names(kind)
        lines = tuple(field.but(name=names[field.name], required=False) for field in own_lines(kind))
        header = tuple(field.but(required=False) for field in own_header(kind) if field.type is not FieldType.FILES)
        made = replace(kind, fields=(*kind.fields, *header, *lines)) if header or lines else kind
        found.made[f"import:{kind.code}"] = made
    return made
