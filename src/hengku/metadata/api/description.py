"""The description of everything."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hengku import __version__
from hengku.identity.api import account_sets
from hengku.identity.api.edge import viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.metadata.queries.describe import meta

router = Router()


@router.get("/meta", response=dict[str, Any])
def read_meta(request: HttpRequest) -> HttpResponse:
    """Everything the pages are generated from, in the reader's language."""
    return json_answer(meta(viewer=viewer_of(request), version=__version__, account_set=account_sets.current()))
