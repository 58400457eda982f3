"""What integrations offer the house."""

from hengku.documents.rules.registry import offer_watcher
from hengku.identity.operations.audit import offer_change_watcher
from hengku.integrations.jobs import wake_automations
from hengku.integrations.operations.automation_events import documents_touched, offer_waker, record_touched
from hengku.integrations.operations.configured import offer_parts
from hengku.integrations.operations.demo_shop import load_shop_at_set_up
from hengku.integrations.queries.field_users import offer_users
from hengku.integrations.queries.own_kinds import form_kinds, kinds_seen
from hengku.integrations.rules.kinds import KINDS
from hengku.integrations.schemas import RESOURCES
from hengku.integrations.texts import MESSAGES
from hengku.kernel.errors import offer_messages
from hengku.masterdata.rules.demo import offer_demo
from hengku.metadata.rules.registry import offer_resource


def register() -> None:
    """Offer messages, the kinds of records, the demo company, and ears for what sets automations off."""
    offer_messages(MESSAGES)
    KINDS.seen_through(kinds_seen)
    KINDS.joined_by(form_kinds)
    for spec in RESOURCES:
        offer_resource(spec)
    offer_users()
    offer_demo(load_shop_at_set_up)
    offer_parts()
    offer_waker(wake_automations)
    offer_watcher(documents_touched)
    offer_change_watcher(record_touched)
