"""抄送: copies people were sent."""

from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.workflow.models import Copied


def mark_read(*, act: Act, document_id: int) -> None:
    """The actor has read the copies of this document. Raises Refused not_found (404) when there are none."""
    mine = Copied.objects.filter(instance__document_id=document_id, user_id=act.actor_id or 0)
    if not mine.exists():
        raise refuse("not_found", status=404)
    mine.filter(read_at__isnull=True).update(read_at=act.at)
