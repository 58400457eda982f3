"""Summary tables: the words they are declared with, a trial before they are kept, how far each is."""

from typing import Any

from django.http import HttpRequest

from hengku.identity.api.edge import act_of, keeps_own_transactions, viewer_of
from hengku.studio.api.datasets import router
from hengku.studio.queries.summary_records import summary_states, summary_words
from hengku.studio.queries.summary_trial import try_summary
from hengku.studio.schemas import SummaryStateOut, SummaryTrialIn, SummaryTrialOut, SummaryWordsIn, SummaryWordsOut


@router.post("/summary-table-words", response=SummaryWordsOut)
@keeps_own_transactions
def words(request: HttpRequest, body: SummaryWordsIn) -> dict[str, Any]:
    """What a table over a source may be made of; the words of its guard as far as groups and figures are declared."""
    return summary_words(viewer=viewer_of(request), values=body.dict())


@router.post("/summary-table-trial", response=SummaryTrialOut)
@keeps_own_transactions
def trial(request: HttpRequest, body: SummaryTrialIn) -> dict[str, Any]:
    """The first rows a declaration would give; keeps nothing. Refused with everything that does not fit."""
    return try_summary(act=act_of(request), values=body.dict())


@router.get("/summary-table-states", response=list[SummaryStateOut])
def states(request: HttpRequest) -> list[dict[str, Any]]:
    """How far every table is."""
    return summary_states(viewer=viewer_of(request))
