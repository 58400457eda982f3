"""Cases of packages, tried on documents that are given up again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import transaction

from hengku.documents.models import Document
from hengku.documents.operations.entry import create_from_entries
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.approval_world import DocumentWorld
from hengku.documents.queries.incoming import Entry
from hengku.documents.queries.visible import visible
from hengku.documents.rules.formula_fields import formula_types, formula_values
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import TransitionCommand
from hengku.identity.models import User
from hengku.identity.queries import epoch
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text, current_language
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.nodes import fields_of
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.studio.rules.packages import CaseResult
from hengku.workflow.queries.flows import flow_for
from hengku.workflow.rules.engine import begin
from hengku.workflow.rules.predict import predict
from hengku.workflow.rules.tree import read_tree

_NOBODY = Text("不用审批", "nobody is asked")
_WENT_THROUGH = Text("通过，没有拒绝", "it went through")
_NOTHING = Text("（空）", "(nothing)")


@contextmanager
def given_up() -> Iterator[None]:
    """Whatever happens inside leaves nothing behind, what was noted of the account set's descriptions included."""
    known = epoch.noted()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        epoch.note(known)


def try_cases(*, act: Act, cases: Sequence[Mapping[str, Any]]) -> list[CaseResult]:
    """Every case against the configuration as it is in this transaction; each is given up again. A case whose document cannot be made
    fails with the reason."""
    return [_tried(act, case) for case in cases]


def _tried(act: Act, case: Mapping[str, Any]) -> CaseResult:
    name, expected = str(case["name"]), str(case.get("expect") or "")
    try:
        with given_up():
            passed, found = _WAYS[str(case["kind"])](act, case, expected)
    except Refused as refused:
        codes = [one.code for one in refused.refusals]
        told = "；".join(f"{one.message(current_language())} ({one.code})" for one in refused.refusals)
        return CaseResult(name, case["kind"] == "refused" and expected in codes, told)
    return CaseResult(name, passed, found)


def _approver(act: Act, case: Mapping[str, Any], expected: str) -> tuple[bool, str]:
    document = Document.objects.get(pk=_document(act, case))
    version = flow_for(
        document_type=document.type, book_id=document.book_id, warehouse_id=document.warehouse_id
    )  # fmt: skip
    if version is None:
        return not expected, str(_NOBODY)
    world = DocumentWorld(at=act.at, document_id=document.pk, flow=version.workflow)
    steps = predict(read_tree(version.tree), begin(initiator=document.created_by_id or 0, material=""), world)
    people = {person for step in steps for person in step.people}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username"))
    told = " → ".join("、".join(names.get(one, "") for one in step.people) or "—" for step in steps)
    asked = expected in names.values()
    return (asked if expected else not steps), told or str(_NOBODY)


def _transition(act: Act, case: Mapping[str, Any]) -> None:
    spec = DOCUMENT_TYPES.get(str(case["document"]["type"])) if case["document"].get("type") else None
    wanted = str(case.get("transition") or ("post" if spec is None or spec.transition("post") else "approve"))
    if case["document"].get("number"):
        transition_documents(act=act, commands=[TransitionCommand(_document(act, case), wanted)])
    else:
        create_from_entries(act=act, entries=[_entry(case)], transition=wanted)


def _refused(act: Act, case: Mapping[str, Any], _: str) -> tuple[bool, str]:
    _transition(act, case)
    return False, str(_WENT_THROUGH)


def _accepted(act: Act, case: Mapping[str, Any], _: str) -> tuple[bool, str]:
    _transition(act, case)
    return True, str(_WENT_THROUGH)


def _formula(act: Act, case: Mapping[str, Any], expected: str) -> tuple[bool, str]:
    """The formula over the document exactly as given: nothing is saved for it."""
    given = case["document"]
    if given["type"] not in DOCUMENT_TYPES:
        raise refuse("reference_unknown", value=str(given["type"])[:40])
    types = formula_types(DOCUMENT_TYPES.get(given["type"]))
    try:
        tree = read_formula(str(case["formula"]), types)
    except FormulaError as problem:
        params = {**problem.params, "place": str(problem.position + 1)}
        raise Refused(Refusal(problem.code, params)) from problem
    whole = {**given.get("header", {}), "lines": given.get("lines", [])}
    try:
        values = formula_values(whole, fields_of(tree), types)
    except (ValueError, ArithmeticError) as problem:  # a number or date that is none
        raise refuse("config_case_bad", name=str(case["name"])[:60], what="document") from problem
    found = _plain(compile_formula(tree)(Record(values, act.at, book_zone())))
    return found == expected, found or str(_NOTHING)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, Decimal) else str(value)


def _document(act: Act, case: Mapping[str, Any]) -> int:
    """The document as given: one that is there, or one made for the case."""
    number = str(case["document"].get("number") or "")
    if not number:
        return create_from_entries(act=act, entries=[_entry(case)])[0]
    found = visible(viewer=act.viewer, types=DOCUMENT_TYPES.names()).filter(number=number).first()
    if found is None:
        raise refuse("reference_unknown", value=number[:40])
    return int(found.pk)


def _entry(case: Mapping[str, Any]) -> Entry:
    given = case["document"]
    return Entry(str(given["type"]), given.get("header", {}), given.get("lines", []))


_WAYS: Mapping[str, Callable[[Act, Mapping[str, Any], str], tuple[bool, str]]] = {
    "approver": _approver, "refused": _refused, "accepted": _accepted, "formula": _formula,
}  # fmt: skip
