"""What the workflow room offers the house."""

from hengku.identity.operations.handover import Held, offer_handover
from hengku.kernel.errors import offer_messages
from hengku.workflow.operations import handover
from hengku.workflow.texts import HELD, MESSAGES


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(MESSAGES)
    offer_handover(Held("flow-nodes", HELD["nodes"], handover.nodes_naming, handover.hand_nodes_over))
    offer_handover(Held("duties", HELD["duties"], handover.looked_after, handover.hand_responsibilities_over))
    offer_handover(
        Held("delegations", HELD["delegations"], handover.delegated_by_or_to, handover.end_delegations, holds=False)
    )
