"""Papers of documents: what is printed, with the masks of whoever prints."""

from hengku.documents.queries.history import document_seen_by
from hengku.documents.queries.print_data import print_data
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.texts import current_language
from hengku.masterdata.queries.books import book_facts
from hengku.reports.queries.days import zone_of
from hengku.reports.queries.paper_pictures import paper_pictures
from hengku.reports.queries.print_templates import kept_template, templated
from hengku.reports.rules.paper import LAYOUTS, Layout, PaperFields, PaperJob, paper

OWN_LAYOUT = "template-"
"""How layouts made by people are asked for, with their id behind it."""


def template_data(*, act: Act, document_id: int, layout: str, print_count: int, with_prices: bool) -> dict[str, object]:
    """The data of the template `custom` for a layout like template-12. Raises Refused not_found, permission_denied, unknown_layout."""
    key = layout.removeprefix(OWN_LAYOUT)
    document = document_seen_by(act.viewer, document_id, action="print")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise refuse("unknown_layout", layout=layout[:40])
    kept = kept_template(template_id=int(key), document_type=document.type)
    return templated(
        act=act,
        document_id=document_id,
        paper=kept.paper,
        blocks=kept.blocks,
        print_count=print_count,
        with_prices=with_prices,
    )


def document_paper(
    *, act: Act, document_id: int, layout: str, print_count: int, copies: int | None, with_prices: bool
) -> dict[str, object]:
    """The data of the template `document`. layout: a4, kits (A4, kits as one line), triplicate (241 × 140 mm, three copies) or delivery (送货单).

    Raises Refused not_found, permission_denied (print), unknown_layout.
    """
    chosen: Layout | None = next((one for one in LAYOUTS if one == layout), None)
    if chosen is None:
        raise refuse("unknown_layout", layout=layout)
    data = print_data(viewer=act.viewer, document_id=document_id)
    book_id = int(data.document["book"]["id"])
    job = PaperJob(
        layout=chosen,
        language=current_language(),
        company=book_facts(book_id).name,
        zone=zone_of(book_id=book_id),
        printed_by=act.viewer.name,
        printed_at=act.at,
        print_count=print_count,
        copies=copies,
        with_prices=with_prices,
        pictures=paper_pictures(data.document, data.header_fields),
    )
    fields = PaperFields(data.header_fields, data.line_fields)
    return paper(data.document, DOCUMENT_TYPES.get(data.document["type"]), fields, job)
