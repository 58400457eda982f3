"""When the time of approval tasks is over, and approved documents that nobody came round to post."""

from datetime import timedelta

from django.db.models import F

from hengku.documents.models import Document
from hengku.documents.operations.approvals import carry_out
from hengku.documents.operations.command import in_command
from hengku.documents.operations.post_approved import post_approved
from hengku.documents.queries.approval_world import DocumentWorld
from hengku.identity.types import Act
from hengku.kernel.errors import Refused
from hengku.kernel.texts import current_language
from hengku.workflow.models import Instance, Timer
from hengku.workflow.operations.execute import execute_command, note
from hengku.workflow.types import RunOut

MOST_AT_ONCE = 500
_TRY_AGAIN_AFTER = timedelta(hours=1)
_POSTING_IS_LATE_AFTER = timedelta(minutes=2)


def watch_approvals(*, act: Act) -> int:
    """Let timers that are due do what their nodes say, and post what was approved before a crash; gives how many."""
    due = Timer.objects.filter(fire_at__lte=act.at).order_by("fire_at", "pk")
    rung = sum(_ring(act, pk) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))
    return rung + _post_late(act)


def _ring(act: Act, timer_id: int) -> int:
    """One timer in one transaction. The document is locked first, as every action on it does; what somebody else has in hand, or
    just did, is left to them."""

    def work() -> int:
        found = Timer.objects.filter(pk=timer_id, fire_at__lte=act.at).values_list(
            "task__instance__document_id", flat=True
        )
        held = Document.objects.select_for_update(skip_locked=True).filter(pk__in=list(found)).first()
        timer = Timer.objects.select_related("task__instance__version__workflow").filter(pk=timer_id).first()
        if held is None or timer is None:
            return 0
        run = timer.task.instance
        world = DocumentWorld(at=act.at, document_id=held.pk, flow=run.version.workflow)
        run, effects = execute_command(act=act, instance_id=run.pk, command=RunOut(timer.task.number), world=world)
        carry_out(act, run, effects, frozenset())
        Timer.objects.filter(pk=timer_id).delete()
        return 1

    try:
        return in_command(work)
    except Refused as refused:
        _postpone(act, timer_id, refused)
        return 0


def _postpone(act: Act, timer_id: int, refused: Refused) -> None:
    """What a timer should have done was refused: the reason is told, and it is tried again later."""
    timer = Timer.objects.select_related("task__instance").filter(pk=timer_id).first()
    if timer is None:
        return
    if timer.attempts == 0:
        reason = "\n".join(one.message(current_language()) for one in refused.refusals)
        note(
            act=act,
            instance=timer.task.instance,
            kind="timer_failed",
            info={"node": timer.task.node, "comment": reason},
        )
    Timer.objects.filter(pk=timer_id).update(attempts=F("attempts") + 1, fire_at=act.at + _TRY_AGAIN_AFTER)


def _post_late(act: Act) -> int:
    approved = Document.objects.filter(state="APPROVED").values("pk")
    late = Instance.objects.filter(
        status="approved", version__workflow__post_after=True, post_error__isnull=True, document_id__in=approved,
        finished_at__lt=act.at - _POSTING_IS_LATE_AFTER, finished_at__gt=act.at - timedelta(days=1),
    )  # fmt: skip
    ids = list(late.order_by("pk").values_list("document_id", flat=True)[:MOST_AT_ONCE])
    return sum(post_approved(act=act, document_id=document_id) for document_id in ids)
