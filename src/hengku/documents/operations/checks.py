"""Checks a firm writes itself: made, changed and removed by people, asked before a document takes effect."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from hengku.documents.models import DocumentCheck
from hengku.documents.queries.detail import document_json
from hengku.documents.rules.formula_fields import formula_types, formula_values
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import LoadedDocument
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.operations import records
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.rules.formula.nodes import Node, fields_of, from_json, to_json
from hengku.metadata.rules.formula.parse import FormulaError

ENTITY = "document-checks"
JUDGED = ("submit", "approve", "post")
"""Transitions before which checks are asked."""


@transaction.atomic
def create_check(*, act: Act, values: Mapping[str, object]) -> DocumentCheck:
    """Add a check. Refuses required fields, reference_unknown for a type nobody has, formula_… with the place in the text."""
    fresh = records.columns(DocumentCheck, values)
    _check_words(fresh)
    tree = read_check(document_type=str(fresh.get("document_type", "")), formula=str(fresh.get("formula", "")))
    return records.insert(act=act, entity=ENTITY, record=DocumentCheck(**fresh, tree=to_json(tree)))


@transaction.atomic
def update_check(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> DocumentCheck:
    """Change a check; documents already in effect are not judged again."""
    check = records.locked(model=DocumentCheck, record_id=record_id, rev=rev)
    changes = records.columns(DocumentCheck, values)
    whole = {"name": check.name, "message": check.message, **changes}
    _check_words(whole)
    tree = read_check(
        document_type=str(changes.get("document_type", check.document_type)),
        formula=str(changes.get("formula", check.formula)),
    )
    records.change(act=act, entity=ENTITY, record=check, values={**changes, "tree": to_json(tree)})
    return check


@transaction.atomic
def delete_check(*, act: Act, record_id: int) -> None:
    """Remove a check."""
    records.remove(act=act, entity=ENTITY, record=records.locked(model=DocumentCheck, record_id=record_id))


def read_check(*, document_type: str, formula: str, gives: Kind | None = Kind.BOOL) -> Node:
    """The typed tree of a formula about documents of a type; `gives`: the kind of its value, None = any. Raises Refused: reference_unknown, formula_…"""
    if document_type not in DOCUMENT_TYPES:
        raise refuse("reference_unknown", loc=("document_type",), value=document_type)
    try:
        return read_formula(formula, formula_types(DOCUMENT_TYPES.get(document_type)), gives=gives)
    except FormulaError as problem:
        params = {**problem.params, "place": str(problem.position + 1)}
        raise Refused(Refusal(problem.code, params, ("formula",))) from problem


def _check_words(values: Mapping[str, Any]) -> None:
    missing = [name for name in ("name", "message") if not str(values.get(name, "")).strip()]
    if missing:
        raise Refused([Refusal("required", {}, (name,)) for name in missing])


def ask_checks(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """The guard: what the firm's own checks say against these documents of one type. A check that comes to nothing says nothing."""
    if not any(document.has_checks for document in documents):
        return []
    type_ = documents[0].type
    checks = list(DocumentCheck.objects.filter(document_type=type_, active=True).order_by("id"))
    trees = [from_json(check.tree) for check in checks]
    types = formula_types(DOCUMENT_TYPES.get(type_))
    paths = [path for tree in trees for path in fields_of(tree)]
    zone = book_zone()
    found: list[Refusal] = []
    for document in documents:
        whole = document_json(viewer=SYSTEM, document_id=document.id)
        record = Record(formula_values(whole, paths, types), act.at, zone)
        for check, tree in zip(checks, trees, strict=True):
            if compile_formula(tree)(record) is False:
                found.append(_refusal(check, document))
    return found


def _refusal(check: DocumentCheck, document: LoadedDocument) -> Refusal:
    params = {"name": check.name, "message": check.message, "number": document.number}
    if check.blocks:
        return Refusal("check_failed", params)
    return Refusal("check_warns", params, severity="warn")
