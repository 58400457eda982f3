"""What the studio offers the house."""

from hengku.documents.rules.registry import offer_keeper
from hengku.identity.rules.attempts import offer_watched
from hengku.kernel.errors import offer_messages
from hengku.metadata.rules.invariants import Invariant, offer_invariant
from hengku.metadata.rules.registry import offer_resource, offer_rights
from hengku.studio.operations.configured import offer_parts
from hengku.studio.operations.configured_links import offer_links
from hengku.studio.operations.configured_summaries import offer_summaries
from hengku.studio.operations.summary_rows import keep
from hengku.studio.queries.configuration import ENTITY
from hengku.studio.queries.dashboards import DASHBOARDS
from hengku.studio.queries.links import LINKS
from hengku.studio.queries.packages import PACKAGES
from hengku.studio.queries.summary_records import SUMMARIES, check_summaries
from hengku.studio.texts import INVARIANT_TITLES, MESSAGES


def register() -> None:
    """Offer messages, the kinds of records, and what keeps figures of documents."""
    offer_messages(MESSAGES)
    offer_watched(ENTITY)
    offer_resource(DASHBOARDS)
    offer_resource(SUMMARIES)
    offer_resource(PACKAGES)
    offer_resource(LINKS)
    offer_rights(ENTITY, ("view", "create", "update", "delete", "import", "export", "publish"))
    offer_parts()
    offer_summaries()
    offer_links()
    offer_keeper(keep)
    offer_invariant(Invariant("I60", INVARIANT_TITLES["I60"], check_summaries))
