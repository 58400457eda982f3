"""News of approvals for the people concerned: after commit, from the outbox, never inside what decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from hengku.documents.models import Document
from hengku.documents.operations.outbox import OutboxRow
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.texts import APPROVAL_NEWS
from hengku.identity.operations.notices import News, notify
from hengku.identity.types import NoticeKind
from hengku.kernel.texts import Text

_KINDS = {"todo": NoticeKind.TASK, "urged": NoticeKind.TASK, "reminded": NoticeKind.TASK, "copied": NoticeKind.COPY}


def tell_people(*, rows: Sequence[OutboxRow], at: datetime, also: Mapping[str, Sequence[str]] | None = None) -> int:
    """Tell those whom these events of approvals concern; gives how many messages now wait to be sent out."""
    concerned = [row for row in rows if row.told is not None and row.kind.removeprefix("approval.") in APPROVAL_NEWS]
    if not concerned:
        return 0
    numbers = dict(Document.objects.filter(pk__in={row.document_id for row in concerned}).values_list("pk", "number"))
    return notify(news=[_news(row, numbers.get(row.document_id) or "") for row in concerned], at=at, also=also)


def _news(row: OutboxRow, number: str) -> News:
    kind = row.kind.removeprefix("approval.")
    told = orjson.loads(row.told or "{}")
    label = DOCUMENT_TYPES.get(row.document_type).label
    said = APPROVAL_NEWS[kind]
    return News(
        kind=_KINDS.get(kind, NoticeKind.OUTCOME),
        people=tuple(told["people"]),
        title=Text(
            said.in_language("zh-CN", {"type": label.zh, "number": number}),
            said.in_language("en", {"type": label.en, "number": number}),
        ),
        body=Text(told["comment"], told["comment"]),
        path=f"/documents/{row.document_type}/{row.document_id}",
    )
