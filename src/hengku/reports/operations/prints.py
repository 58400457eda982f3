"""Printing: count first, then set the paper with the new count on it."""

from collections.abc import Sequence

from django.db import transaction

from hengku.documents.operations.print_count import count_print
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.reports.queries.prints import OWN_LAYOUT, document_paper, template_data
from hengku.reports.rules.templates import together
from hengku.reports.rules.typeset import pdf

MOST_PRINTED = 200
"""Documents in one PDF."""


def print_document(
    *, act: Act, document_id: int, layout: str = "a4", copies: int | None = None, with_prices: bool = True
) -> bytes:
    """The document as PDF; its 打印次数 goes up by one.

    layout: one of the house's (see document_paper), or template-12 for a template of the firm's own. copies: how many of the layout's copies (a dot-matrix printer with carbon paper needs one). with_prices False leaves money out.
    Raises Refused not_found, permission_denied, unknown_layout.
    """
    times = count_print(act=act, document_id=document_id)
    if layout.startswith(OWN_LAYOUT):
        return pdf(
            "custom",
            template_data(act=act, document_id=document_id, layout=layout, print_count=times, with_prices=with_prices),
        )
    data = document_paper(
        act=act,
        document_id=document_id,
        layout=layout,
        print_count=times,
        copies=copies,
        with_prices=with_prices,
    )
    return pdf("document", data)


def print_documents(*, act: Act, document_ids: Sequence[int], layout: str) -> bytes:
    """Several documents by one template of the firm's own as one PDF, each on pages of its own; every one's 打印次数 goes up by one.

    Raises Refused too_many_to_print, unknown_layout, and what print_document refuses: then none is counted.
    """
    if not 0 < len(document_ids) <= MOST_PRINTED:
        raise refuse("too_many_to_print", most=str(MOST_PRINTED))
    if not layout.startswith(OWN_LAYOUT):
        raise refuse("unknown_layout", layout=layout[:40])
    papers = []
    with transaction.atomic():
        for document_id in dict.fromkeys(document_ids):
            times = count_print(act=act, document_id=document_id)
            papers.append(
                template_data(act=act, document_id=document_id, layout=layout, print_count=times, with_prices=True)
            )
    return pdf("custom", together(papers))
