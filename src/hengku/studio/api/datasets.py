"""One way to ask about everything: what can be asked, groups with figures, the rows behind them."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hengku.identity.api.edge import act_of, keeps_own_transactions, viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.studio.queries.catalogue import describe_dataset, list_datasets
from hengku.studio.queries.dashboards import templates
from hengku.studio.queries.query import answer_question
from hengku.studio.queries.rows import dataset_rows
from hengku.studio.schemas import AnswerOut, DatasetFieldsOut, DatasetsOut, QuestionIn, RowsIn, RowsOut, TemplateOut

router = Router()


@router.get("/datasets", response=DatasetsOut)
def read_datasets(request: HttpRequest) -> dict[str, Any]:
    """Everything the viewer may ask about."""
    return list_datasets(viewer=viewer_of(request))


@router.post("/datasets/query", response=AnswerOut)
@keeps_own_transactions
def query(request: HttpRequest, body: QuestionIn) -> HttpResponse:
    """Group, add up, compare. Writes nothing, so no key of the request is kept."""
    act = act_of(request)
    return json_answer(asdict(answer_question(viewer=act.viewer, at=act.at, raw=body.dict())))


@router.post("/datasets/rows", response=RowsOut)
@keeps_own_transactions
def rows(request: HttpRequest, body: RowsIn) -> HttpResponse:
    """The rows behind a figure."""
    act = act_of(request)
    return json_answer(dataset_rows(viewer=act.viewer, at=act.at, raw=body.dict()))


@router.get("/datasets/{name}", response=DatasetFieldsOut)
def read_dataset(request: HttpRequest, name: str) -> dict[str, Any]:
    """The fields of one dataset and what can be asked of each."""
    return describe_dataset(viewer=viewer_of(request), name=name)


@router.get("/dashboard-templates", response=list[TemplateOut])
def read_templates(request: HttpRequest) -> list[dict[str, Any]]:
    """Ready-made dashboards, as far as the viewer may see what they show."""
    return templates(viewer=viewer_of(request))
