"""Kits in documents that are being saved: taken apart into components, and named on what is made from those."""

from collections.abc import Sequence

import orjson

from hengku.documents.models import Line
from hengku.documents.rules.facts import Facts, SourceFacts
from hengku.documents.rules.fieldset import field_set
from hengku.documents.rules.kits import KIT, KIT_OF, explode, kit_words
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec, DocumentDraft, LineDraft
from hengku.masterdata.queries.kits import priced_parts


def take_apart(drafts: Sequence[DocumentDraft], facts: Facts) -> bool:
    """Let the components stand for the kits on drafts of types that sell kits; whether there were any. Lines saved before keep what
    they say about their kit."""
    kits = {item_id for item_id, item in facts.items.items() if item.is_kit}
    found = False
    for draft in drafts:
        if KIT_OF not in field_set(DOCUMENT_TYPES.get(draft.type)).line:
            continue
        _remember(draft)
        mine = kits & {line.item_id for line in draft.lines if line.source_line_id is None}
        if not mine:
            continue
        parts = priced_parts(item_ids=mine, book_id=draft.book_id, partner_id=draft.partner_id, on=draft.business_date)
        lines: list[LineDraft] = []
        for number, line in enumerate(draft.lines, start=1):
            known = parts.get(line.item_id or 0) if line.source_line_id is None else None
            lines += (
                [line] if known is None else explode(line, facts.items[line.item_id or 0], known, group=str(number))
            )
        found = found or len(lines) != len(draft.lines) or any(KIT_OF in line.extra for line in lines)
        draft.lines = lines
    return found


def _remember(draft: DocumentDraft) -> None:
    saved = [line for line in draft.lines if line.line_id is not None and KIT_OF not in line.extra]
    if not saved:
        return
    known = dict(
        Line.objects.filter(pk__in=[line.line_id for line in saved], ext__has_key=KIT_OF).values_list(
            "pk", "ext__kit_of"
        )
    )
    for line in saved:
        if line.line_id in known:
            line.extra[KIT_OF] = known[line.line_id]


def name_kit(entered: LineDraft, line: PreparedLine, source: SourceFacts | None, spec: DocTypeSpec) -> None:
    """Say which kit a line belongs to, and how many of it; a line made from another belongs to the same."""
    if KIT_OF not in field_set(spec).line:
        return
    if KIT_OF not in entered.extra and source is not None and source.kit_of:
        told = orjson.loads(source.kit_of)
        entered.extra[KIT_OF] = {**told, "group": f"{source.document_id}.{told['group']}"}
    if KIT_OF in entered.extra:
        entered.extra[KIT] = kit_words(entered.extra[KIT_OF], line.base_quantity)
