"""What happens here after documents took effect elsewhere."""

from hengku.documents.operations.outbox import drain
from hengku.studio.operations.summary_build import follow_outbox

CONSUMER = "summaries"


def drain_summaries() -> int:
    """Let summary tables follow the next events; for the list of outbox consumers."""
    return drain(consumer=CONSUMER, handler=follow_outbox)
