"""How flows are described, what keeps a tree from being published, and what it would do with real documents."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hengku.documents.models import Document
from hengku.documents.queries.approval_gate import may_have_flows
from hengku.documents.queries.approval_world import DocumentWorld, person_fields
from hengku.documents.queries.people import names_of
from hengku.documents.queries.visible import visible
from hengku.documents.rules.formula_fields import formula_types
from hengku.documents.rules.masks import hides_header_amounts
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, refuse
from hengku.kernel.texts import Text, current_language
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec
from hengku.workflow.models import Version, Workflow
from hengku.workflow.operations import workflows
from hengku.workflow.queries.people import RULE_PARTS
from hengku.workflow.rules.engine import begin
from hengku.workflow.rules.predict import Step, predict
from hengku.workflow.rules.problems import Surroundings, problems_of
from hengku.workflow.rules.tree import read_tree
from hengku.workflow.types import Problem

MOST_SIMULATED = 100
_WITHDRAW = (
    Choice("first", Text("首人处理前", "Until somebody acts")),
    Choice("final", Text("审批结束前", "Until it is over")),
    Choice("off", Text("不允许", "Never")),
)


def workflow_resource() -> ResourceSpec:
    """审批流 as a resource; every document type that can be submitted may have them."""
    types = tuple(Choice(spec.code, spec.label) for spec in DOCUMENT_TYPES if may_have_flows(spec))
    return ResourceSpec(
        name=workflows.ENTITY,
        label=Text("审批流", "Approval flow"),
        label_plural=Text("审批流", "Approval flows"),
        model=Workflow,
        fields=(
            FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=180),
            FieldSpec("document_type", Text("单据类型", "Document type"), FieldType.ENUM, required=True, choices=types, width=140),
            FieldSpec("books", Text("适用账簿", "Books"), FieldType.REFERENCES, column="book_ids", ref="books", sortable=False,
                      width=140, help=Text("不选表示全部账簿", "Empty: all books")),
            FieldSpec("warehouses", Text("适用仓库", "Warehouses"), FieldType.REFERENCES, column="warehouse_ids", ref="warehouses",
                      sortable=False, width=140, help=Text("不选表示全部仓库", "Empty: all warehouses")),
            FieldSpec("priority", Text("优先级", "Priority"), FieldType.INTEGER, default=100, width=80,
                      help=Text("数字小的先匹配", "The lowest number is tried first")),
            FieldSpec("post_after", Text("通过后自动过账", "Post when approved"), FieldType.BOOLEAN, default=False, width=120),
            FieldSpec("withdraw", Text("发起人撤回", "Withdrawing"), FieldType.ENUM, choices=_WITHDRAW, default="first", width=120),
            FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=False, width=80, in_form=True,
                      help=Text("发布后自动启用；停用后新单据不再走此流程", "Switched on by publishing; off: new documents do not follow it")),
            FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False, width=150),
        ),
        code_field="name",
        default_sort="document_type",
        group="approvals",
        create=workflows.create_workflow,
        update=workflows.update_workflow,
        delete=workflows.delete_workflow,
    )  # fmt: skip


def flow_of(viewer: Viewer, workflow_id: int, *, action: str = "view") -> Workflow:
    """The flow. Raises Refused permission_denied (403), not_found (404)."""
    if not viewer.may(workflows.ENTITY, action):
        raise refuse("permission_denied", status=403, resource=workflows.ENTITY, action=action)
    found = Workflow.objects.filter(pk=workflow_id).first()
    if found is None:
        raise refuse("not_found", status=404)
    return found


def draft_of(*, viewer: Viewer, workflow_id: int) -> dict[str, Any]:
    """The tree people work on: the draft, or what is active when there is none; with its problems."""
    flow = flow_of(viewer, workflow_id)
    version = _latest(flow)
    tree = version.tree if version else workflows.EMPTY_TREE
    return {"tree": tree, "problems": told(problems(flow, tree)), "no": version.no if version else 0}


def version_json(*, viewer: Viewer, workflow_id: int, no: int) -> dict[str, Any]:
    """One version with its tree. Raises Refused not_found (404)."""
    flow = flow_of(viewer, workflow_id)
    version = flow.versions.filter(no=no).first()
    if version is None:
        raise refuse("not_found", status=404)
    return {"no": version.no, "status": version.status, "note": version.note, "tree": version.tree}


def _latest(flow: Workflow) -> Version | None:
    rows = flow.versions
    return rows.filter(status="draft").first() or rows.filter(status="active").first() or rows.order_by("-no").first()


def problems(flow: Workflow, tree: Mapping[str, Any]) -> list[Problem]:
    """What keeps this tree from being published for the flow's document type."""
    spec = DOCUMENT_TYPES.get(flow.document_type)
    fields = {f"header.{field.name}" for field in spec.header_fields} | {
        f"lines.{field.name}" for field in spec.line_fields
    }
    return problems_of(
        tree,
        Surroundings(
            formula=lambda text: _formula_problem(spec, text),
            fields=frozenset(fields),
            people_fields=person_fields(spec),
            resolvers=RULE_PARTS,
            moves_stock=spec.movement_type is not None or spec.kind == "stock",
        ),
    )


def _formula_problem(spec: DocTypeSpec, text: str) -> tuple[str, Mapping[str, str]] | None:
    try:
        read_formula(text, formula_types(spec), gives=Kind.BOOL)
    except FormulaError as problem:
        return problem.code, {**problem.params, "place": str(problem.position + 1)}
    return None


def told(found: Sequence[Problem]) -> list[dict[str, str | None]]:
    """Problems as pages show them."""
    language = current_language()
    return [
        {"node": one.node or None, "code": one.code, "detail": Refusal(one.code, one.params).message(language)}
        for one in found
    ]


def simulate(*, viewer: Viewer, workflow_id: int, last: int, at: datetime) -> dict[str, Any]:
    """Who would have been asked about the newest documents the viewer sees, by the tree people work on. Raises Refused when the
    tree has problems."""
    flow = flow_of(viewer, workflow_id)
    version = _latest(flow)
    tree = version.tree if version else workflows.EMPTY_TREE
    wrong = problems(flow, tree)
    if wrong:
        raise refuse("flow_has_problems", count=str(len(wrong)))
    walkable, spec = read_tree(tree), DOCUMENT_TYPES.get(flow.document_type)
    rows = visible(viewer=viewer, types=[flow.document_type]).exclude(state="VOID").order_by("-pk")
    taken: list[tuple[Document, list[Step]]] = []
    for document in rows[: min(last, MOST_SIMULATED)]:
        world = DocumentWorld(at=at, document_id=document.pk, flow=flow)
        state = begin(initiator=document.created_by_id or 0, material="")
        taken.append((document, predict(walkable, state, world)))
    names = names_of({person for _, steps in taken for step in steps for person in step.people})
    counts = Counter(step.node.id for _, steps in taken for step in steps)
    hides = hides_header_amounts(spec, viewer)
    return {
        "rows": [
            {
                "document": {
                    "id": str(document.pk), "number": document.number or "", "date": document.business_date.isoformat(),
                    "amount": None if hides else f"{document.total_amount:.2f}",
                },
                "steps": [_step(step, names) for step in steps],
            }
            for document, steps in taken
        ],
        "counts": dict(counts),
    }  # fmt: skip


def _step(step: Step, names: Mapping[int | None, str]) -> dict[str, Any]:
    people = [{"id": str(person), "name": names.get(person, "")} for person in step.people]
    problem = Refusal(step.problem).message(current_language()) if step.problem else None
    return {"node": step.node.id, "name": step.node.name, "people": people, "problem": problem}
