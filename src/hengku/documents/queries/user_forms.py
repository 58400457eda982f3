"""The account set's own forms, remembered with the version of its descriptions: read once per version and process."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from django.db import connection

from hengku.documents.models import Document, Line
from hengku.documents.queries.own_targets import ALIVE, ALIVE_LINE
from hengku.documents.rules.own_words import own_words
from hengku.documents.rules.user_forms import FormRow, links_from, spec_of_form
from hengku.documents.types import DocTypeSpec, LinkSpec
from hengku.kernel import sql
from hengku.kernel.texts import Text
from hengku.metadata.queries.effective import Definitions, definitions
from hengku.metadata.rules.custom_fields import target_of_lines
from hengku.metadata.rules.formula.kinds import Type
from hengku.metadata.rules.own_targets import OwnTarget
from hengku.metadata.types import Choice

_LOAD = """
SELECT id, code, name, name_en, prefix, menu, has_rows, help, pushes::text, archived FROM documents_user_form ORDER BY id
"""
_KEY = "user forms"


@dataclass(frozen=True, slots=True)
class Forms:
    """One version: rows, document types and places for own fields by code; links by the built-in type they make a draft of."""

    rows: Mapping[str, FormRow]
    specs: Mapping[str, DocTypeSpec]
    targets: Mapping[str, OwnTarget]
    links: Mapping[str, tuple[LinkSpec, ...]]


_NONE = Forms({}, {}, {}, {})


def forms() -> Forms:
    """The forms there are, as this request, job or command knows them."""
    found = definitions()
    if found is None:
        return _NONE
    made = found.made.get(_KEY)
    if made is None:
        made = found.made[_KEY] = _read(found)
    return made if isinstance(made, Forms) else _NONE


def _read(found: Definitions) -> Forms:
    rows = [FormRow(*(*row[:8], orjson.loads(row[8]), row[9])) for row in sql.rows(connection, _LOAD)]
    specs = {
        row.code: spec_of_form(
            row, header=found.applied(row.code, ()), lines=found.applied(target_of_lines(row.code), ())
        )
        for row in rows
    }
    targets = [target for row in rows for target in _targets(row, specs[row.code])]
    return Forms({row.code: row for row in rows}, specs, {target.name: target for target in targets}, links_from(rows))


def form_specs() -> Mapping[str, DocTypeSpec]:
    """What joins the document types of the house."""
    return forms().specs


def form_targets() -> Mapping[str, OwnTarget]:
    """What joins the places for own fields: header and rows of every form."""
    return forms().targets


def form_choices() -> tuple[Choice, ...]:
    """The forms in use, to choose a document type from."""
    return tuple(Choice(code, spec.label) for code, spec in forms().specs.items() if not spec.closed)


def target_choices() -> tuple[Choice, ...]:
    """Headers and rows of the forms in use, to choose where a field belongs."""
    known = forms()
    return tuple(
        Choice(name, target.label) for name, target in known.targets.items() if not known.rows[name.split(":")[0]].archived
    )  # fmt: skip


def _targets(row: FormRow, spec: DocTypeSpec) -> list[OwnTarget]:
    header = OwnTarget(
        row.code, row.label, Document._meta.db_table, spec.header_fields[:1], kept_for=("type", row.code),
        words=lambda: _words(spec, row.code), labels=lambda: _labels(spec, row.code), alive=ALIVE,
    )  # fmt: skip
    if not row.has_rows:
        return [header]
    name = target_of_lines(row.code)
    rows = OwnTarget(
        name, Text(f"{row.label.zh}明细", f"{row.label.en} rows"), Line._meta.db_table, (), kept_for=("type", row.code),
        words=lambda: _words(spec, name), labels=lambda: _labels(spec, name), alive=ALIVE_LINE,
    )  # fmt: skip
    return [header, rows]


def _words(spec: DocTypeSpec, target: str) -> Mapping[str, Type]:
    return {path: one.type for path, one in own_words(spec, target).items()}


def _labels(spec: DocTypeSpec, target: str) -> Mapping[str, Text]:
    return {path: one.label for path, one in own_words(spec, target).items()}
