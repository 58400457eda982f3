"""离职交接 of approvals: open tasks go to the successor, one run after the other."""

from hengku.documents.models import Document
from hengku.documents.queries.approval_world import DocumentWorld
from hengku.identity.types import Act
from hengku.workflow.models import Task
from hengku.workflow.operations.execute import execute_command
from hengku.workflow.queries.people import above, managers
from hengku.workflow.types import PassOn

UNDECIDED = ("pending", "blocked")


def tasks_held(user_id: int) -> list[int]:
    """Open tasks of somebody, the oldest first."""
    rows = Task.objects.filter(assignee_id=user_id, state__in=UNDECIDED, instance__status__in=("running", "returned"))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def papers_held(user_id: int) -> list[str]:
    """Numbers of the documents that wait for somebody, a document once per task."""
    documents = list(Task.objects.filter(pk__in=tasks_held(user_id)).values_list("instance__document_id", flat=True))
    numbers = dict(Document.objects.filter(pk__in=documents).values_list("pk", "number"))
    return [str(numbers[one]) for one in documents]


def pass_tasks_on(*, act: Act, from_id: int, to_id: int) -> int:
    """Give the open tasks of one person to another; gives how many. Of what the other submitted themselves whom they answer to
    decides, else who manages flows: nobody approves their own, and nothing stays with who left."""
    moved = 0
    for task_id in tasks_held(from_id):
        task = Task.objects.select_related("instance__version__workflow").get(pk=task_id)
        run = task.instance
        to = to_id if run.initiator_id != to_id else _instead_of(to_id, besides=from_id)
        if to is None:
            continue
        world = DocumentWorld(at=act.at, document_id=run.document_id, flow=run.version.workflow)
        execute_command(act=act, instance_id=run.pk, command=PassOn(task.number, to), world=world)
        moved += 1
    return moved


def _instead_of(person: int, *, besides: int) -> int | None:
    """Who decides on what this person submitted."""
    return next((one for one in (*above([person]), *managers()) if one not in (person, besides)), None)
