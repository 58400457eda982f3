"""What approvals must know of a document: who it names, which branches hold, what of it matters."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson

from hengku.documents.queries.detail import document_json
from hengku.documents.rules.formula_fields import formula_types, formula_values
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import SYSTEM
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.rules.formula.nodes import fields_of
from hengku.metadata.types import FieldType
from hengku.workflow.models import Workflow
from hengku.workflow.queries.calendar import working_calendar
from hengku.workflow.queries.people import Asked, above, managers, people_of
from hengku.workflow.rules.calendar import due_after
from hengku.workflow.types import Approve, Branch, Inform, State

_FREE_TEXTS = frozenset({"remarks", "handler", "external_number"})
"""Fields that do not matter unless a flow says so."""


class DocumentWorld:
    """workflow.types.World for one document; the document is read once, after whatever the command changed in it."""

    def __init__(self, *, at: datetime, document_id: int, flow: Workflow) -> None:
        self.at, self.withdraw = at, flow.withdraw
        self._document_id, self._flow = document_id, flow

    @cached_property
    def document(self) -> dict[str, Any]:
        """The whole document as its JSON tells it."""
        return document_json(viewer=SYSTEM, document_id=self._document_id)

    @cached_property
    def spec(self) -> DocTypeSpec:
        return DOCUMENT_TYPES.get(str(self.document["type"]))

    @cached_property
    def material(self) -> str:
        return material_hash(self.spec, self.document, self._flow.material)

    def people(self, node: Approve | Inform, state: State) -> Sequence[int]:
        rules = node.approvers if isinstance(node, Approve) else node.to
        return people_of(rules, Asked(node.id, state, lambda: self.document))

    def holds(self, branch: Branch) -> bool:
        return self.formula(branch.condition or "") is True

    def formula(self, text: str) -> object:
        """What a formula about the document comes to; None for nothing."""
        types = formula_types(self.spec)
        tree = read_formula(text, types, gives=Kind.BOOL)
        values = formula_values(self.document, fields_of(tree), types)
        return compile_formula(tree)(Record(values, self.at, book_zone()))

    def admins(self) -> Sequence[int]:
        return managers()

    def above(self, people: Sequence[int]) -> Sequence[int]:
        return above(people)

    def due(self, minutes: int) -> datetime:
        return due_after(self.at, minutes, working_calendar())


def material_hash(spec: DocTypeSpec, document: Mapping[str, Any], paths: Sequence[str] | None) -> str:
    """What matters of a document, as one hash: the named paths, or every field but free texts."""
    header = [field.name for field in spec.header_fields]
    line = [field.name for field in spec.line_fields]
    if paths:
        wanted = set(paths)
        header = [name for name in header if {name, f"header.{name}"} & wanted]
        line = [name for name in line if f"lines.{name}" in wanted]
    else:
        header = [name for name in header if name not in _FREE_TEXTS]
        line = [name for name in line if name not in _FREE_TEXTS]
    told = {
        "header": {name: _plain(document.get(name)) for name in header},
        "lines": [{name: _plain(row.get(name)) for name in line} for row in document["lines"]],
    }
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


def _plain(value: object) -> object:
    """A reference by its id alone: a new name of the supplier changes nothing."""
    return value.get("id", value) if isinstance(value, Mapping) else value


def person_fields(spec: DocTypeSpec) -> frozenset[str]:
    """Fields of the head that may name a person."""
    return frozenset(
        f"header.{field.name}"
        for field in spec.header_fields
        if field.name == "handler" or (field.type is FieldType.REFERENCE and field.ref == "users")
    )
