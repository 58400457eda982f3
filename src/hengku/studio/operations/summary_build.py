"""Building summary tables in the background, and reconciling them: chunk by chunk, so that nobody waits."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from hengku.documents.operations.outbox import OutboxRow
from hengku.identity.operations.epoch import renew
from hengku.identity.operations.queueing import queue_once
from hengku.identity.queries import epoch
from hengku.kernel import sql
from hengku.studio.models import SummaryPart, SummaryRow, SummaryVersion
from hengku.studio.operations.summary_rows import refresh
from hengku.studio.queries.summaries import Kept, tables
from hengku.studio.rules.summaries import BUILDING, LIVE

TASK = "studio.build_summaries"
CHUNK = 500
_NEXT = "SELECT id FROM documents_document WHERE type = %s AND id > %s ORDER BY id LIMIT %s"
_LOCK = "SELECT id FROM documents_document WHERE id = ANY(%s::bigint[]) ORDER BY id FOR SHARE"


def queue_build() -> None:
    """Let a worker build what is waiting to be built; one waiting job is enough."""
    queue_once(TASK, queue="upkeep")


def build_waiting(*, at: datetime) -> int:
    """Build every version that waits and let it take the place of the one before; gives how many."""
    epoch.refresh()
    waiting = [one for kept in tables().sources.values() for one in kept if one.state == BUILDING]
    for one in waiting:
        walk(one)
        _go_live(one, at)
    return len(waiting)


def reconcile() -> int:
    """Let every table say again what its documents say; gives how many rows said something else. Postings of the documents at
    hand wait for the chunk they are in."""
    epoch.refresh()
    return sum(walk(one) for kept in tables().sources.values() for one in kept)


def walk(kept: Kept) -> int:
    """Look at all documents of the table's source once; gives how many rows changed."""
    changed, last = 0, 0
    while True:
        with transaction.atomic():
            ids = [row[0] for row in sql.rows(connection, _NEXT, (kept.shape.document_type, last, CHUNK))]
            if not ids:
                return changed
            changed += _looked_at(kept, ids)
        last = ids[-1]


def _looked_at(kept: Kept, ids: Sequence[int]) -> int:
    """The locks make sure that what is counted is what was committed last."""
    sql.rows(connection, _LOCK, (list(ids),))
    return len(refresh(kept=kept, document_ids=ids))


@transaction.atomic
def _go_live(kept: Kept, at: datetime) -> None:
    version = SummaryVersion.objects.select_for_update().filter(pk=kept.id, state=BUILDING).first()
    if version is None:  # declared anew meanwhile
        return
    forget(SummaryVersion.objects.filter(table=version.table_id, pk__lt=version.pk).values_list("pk", flat=True))
    version.state, version.built_at = LIVE, at
    version.save(update_fields=["state", "built_at"])
    renew()


def forget(version_ids: Iterable[int]) -> None:
    """Remove versions with everything kept for them."""
    ids = list(version_ids)
    SummaryPart.objects.filter(version_id__in=ids).delete()
    SummaryRow.objects.filter(version_id__in=ids).delete()
    SummaryVersion.objects.filter(pk__in=ids).delete()


def follow_outbox(rows: Sequence[OutboxRow]) -> None:
    """What documents became since: tables without a guard follow here, one second behind. Those with one followed already; they are
    looked at once more, for what began before their declaration was known."""
    epoch.refresh()
    sources = tables().sources
    for code in dict.fromkeys(row.document_type for row in rows):
        ids = sorted({row.document_id for row in rows if row.document_type == code})
        for kept in sources.get(code, ()):
            _looked_at(kept, ids)
