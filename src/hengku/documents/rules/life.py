"""How long goods must still live when they go to a customer: what was agreed goes before what the item says (3.5)."""

from hengku.documents.rules.facts import Facts, SourceFacts
from hengku.documents.rules.fieldset import field_set
from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.types import DocTypeSpec, LineDraft

MIN_LIFE_DAYS = "min_life_days"


def agree_on_life(
    draft: LineDraft, item_id: int, source: SourceFacts | None, header: PreparedHeader, spec: DocTypeSpec, facts: Facts
) -> None:
    """Write into the line what it leaves open: its source line's days, the customer's, the item's. 0 told = none asked for."""
    if draft.extra.get(MIN_LIFE_DAYS) is not None or MIN_LIFE_DAYS not in field_set(spec).line:
        return
    item = facts.items[item_id]
    if not item.has_expiry:
        return
    partner = facts.partners.get(header.partner_id or 0)
    agreed = (source and source.min_life_days) or (partner and partner.min_life_days) or item.min_life_days
    if agreed:
        draft.extra[MIN_LIFE_DAYS] = agreed
