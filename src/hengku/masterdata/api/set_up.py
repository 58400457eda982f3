"""The set-up page's two addresses; the one-time token is all they need."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from hengku.identity.api.edge import stranger_act_of
from hengku.identity.operations.accounts import is_set_up
from hengku.identity.types import SYSTEM
from hengku.kernel.texts import current_language
from hengku.masterdata.operations.set_up import SetUpAnswers, set_up
from hengku.masterdata.rules.setting_fields import SET_UP_QUESTIONS
from hengku.masterdata.types import AccountingStandard, CostingScope
from hengku.metadata.queries.describe import field_json

router = Router()


class SetUpState(Schema):
    required: bool
    questions: list[dict[str, Any]]


class SetUpRequest(Schema):
    token: str
    book_name: str
    owner_username: str
    owner_password: str
    warehouse_name: str
    start_month: date
    currency: str = "CNY"
    standard: AccountingStandard = AccountingStandard.SBE
    costing_scope: CostingScope = CostingScope.BOOK
    owner_name: str = ""
    load_demo: bool = False


class SetUpDone(Schema):
    owner_id: str


@router.get("/setup", response=SetUpState, auth=None)
def read_set_up(request: HttpRequest) -> SetUpState:
    """Whether the account set still waits for its owner, and what to ask."""
    questions = [field_json(spec) for spec in SET_UP_QUESTIONS]
    return SetUpState(required=not is_set_up(), questions=questions)


@router.post("/setup", response=SetUpDone, auth=None)
def finish_set_up(request: HttpRequest, payload: SetUpRequest) -> SetUpDone:
    """Make owner, book and first warehouse. 403 setup_token_wrong, 409 already_set_up."""
    viewer = replace(SYSTEM, language=current_language())
    answers = SetUpAnswers(**payload.dict(exclude={"token"}))
    owner_id = set_up(act=stranger_act_of(request, on_behalf=viewer), token=payload.token, answers=answers)
    return SetUpDone(owner_id=str(owner_id))
