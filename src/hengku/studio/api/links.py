"""Public links: their address and picture for whoever makes them; the pages behind them for whoever holds one, without signing in.

Nothing here reads a session: the account set comes from the key in the Authorization header, the rights from the link's runner.
"""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field

from hengku.identity.api.edge import act_of, keeps_own_transactions, stranger_act_of, viewer_of
from hengku.identity.api.request import bearer_of
from hengku.identity.queries.restrict import require
from hengku.identity.rules.qr import qr_code
from hengku.identity.types import SYSTEM, Act
from hengku.metadata.queries.file_names import file_json
from hengku.studio.operations import link_doors, links
from hengku.studio.queries.links import uses_json
from hengku.studio.rules.links import MOST_ROWS

router = Router(tags=["public-links"])


class AddressOut(Schema):
    """path: the page, "" when it cannot be told again; qr: its picture (SVG)."""

    path: str
    qr: str


class UseOut(Schema):
    at: datetime
    address: str
    document_id: str | None
    number: str
    shown: int


class PassIn(Schema):
    """pass_: what a right password was exchanged for."""

    pass_: str = Field(default="", alias="pass", max_length=64)


class PasswordIn(Schema):
    password: str = Field(max_length=200)


class PassOut(Schema):
    pass_: str = Field(serialization_alias="pass")


class DoorOut(Schema):
    """header, rows: fields to fill in; conditions: fields a question names."""

    name: str
    kind: Literal["FILL", "QUERY"]
    label: str
    intro: str
    header: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    rows_needed: bool
    conditions: list[dict[str, Any]]


class FillIn(PassIn):
    """once: any word of the sender's; the same one again makes nothing new."""

    header: dict[str, Any] = {}
    lines: list[dict[str, Any]] = Field(default=[], max_length=MOST_ROWS)
    once: str = Field(default="", max_length=64)


class FilledOut(Schema):
    number: str
    state: str


class AskIn(PassIn):
    values: dict[str, Any] = {}


class AnswerOut(Schema):
    """more: there are more rows than are shown."""

    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    more: bool


class KeptOut(Schema):
    id: str
    name: str
    size: int
    content_type: str


@router.get("/public-links/{int:link_id}/address", response=AddressOut, summary="Where a link leads, with its QR code")
def read_address(request: HttpRequest, link_id: int) -> dict[str, Any]:
    """For whoever may change links: the address is the key."""
    require(viewer_of(request), links.ENTITY, "update")
    path = links.path_of(link_id=link_id)
    return {"path": path, "qr": qr_code(request.build_absolute_uri(path)) if path else ""}


@router.post("/public-links/{int:link_id}/renew", response=AddressOut, summary="Give a link another secret")
def renew(request: HttpRequest, link_id: int) -> dict[str, Any]:
    """What was printed or sent opens nothing any more."""
    act = act_of(request)
    require(act.viewer, links.ENTITY, "update")
    links.renew_link(act=act, link_id=link_id)
    return read_address(request, link_id)


@router.post("/public-links/{int:link_id}/revoke", response={204: None}, summary="Take a link back for good")
def revoke(request: HttpRequest, link_id: int) -> tuple[int, None]:
    """What came through it stays."""
    act = act_of(request)
    require(act.viewer, links.ENTITY, "update")
    links.revoke_link(act=act, link_id=link_id)
    return 204, None


@router.get("/public-links/{int:link_id}/uses", response=list[UseOut], summary="Who came through a link")
def read_uses(request: HttpRequest, link_id: int) -> list[dict[str, Any]]:
    """Newest first, at most a hundred."""
    require(viewer_of(request), links.ENTITY, "view")
    return uses_json(link_id=link_id)


@router.post("/public/link/open", response=DoorOut, auth=None, summary="What a link opens")
@keeps_own_transactions
def open_door(request: HttpRequest, payload: PassIn) -> dict[str, Any]:
    """`Authorization: Bearer` the key in the link; nobody signs in."""
    return link_doors.open_door(act=_stranger(request), knock=_knock(request, payload.pass_))


@router.post(
    "/public/link/password", response=PassOut, auth=None, by_alias=True, summary="Exchange a link's password for a pass"
)
@keeps_own_transactions
def give_pass(request: HttpRequest, payload: PasswordIn) -> dict[str, Any]:
    """A few tries in ten minutes."""
    return {"pass_": link_doors.give_pass(act=_stranger(request), knock=_knock(request), password=payload.password)}


@router.post("/public/link/fill", response={201: FilledOut}, auth=None, summary="Fill in the form behind a link")
@keeps_own_transactions
def fill_in(request: HttpRequest, payload: FillIn) -> tuple[int, dict[str, Any]]:
    """Only fields the link opens; tells the number of the document."""
    return 201, link_doors.fill_in(
        act=_stranger(request), knock=_knock(request, payload.pass_), header=payload.header, rows=payload.lines, once=payload.once,
    )  # fmt: skip


@router.post("/public/link/ask", response=AnswerOut, auth=None, summary="Ask the question behind a link")
@keeps_own_transactions
def ask(request: HttpRequest, payload: AskIn) -> dict[str, Any]:
    """Every condition named exactly; only the fields the link shows."""
    return link_doors.ask(act=_stranger(request), knock=_knock(request, payload.pass_), values=payload.values)


@router.post("/public/link/files", response={201: KeptOut}, auth=None, summary="Keep a file for the form behind a link")
@keeps_own_transactions
def keep(request: HttpRequest, file: File[UploadedFile], given: Form[str] = "") -> tuple[int, dict[str, Any]]:
    """A photo, file or signature that the form will name; given: the pass."""
    kept = link_doors.keep(
        act=_stranger(request), knock=_knock(request, given), name=file.name or "", read=file.read, size=file.size or 0,
    )  # fmt: skip
    return 201, {name: value for name, value in file_json(kept).items() if name in KeptOut.model_fields}


def _stranger(request: HttpRequest) -> Act:
    return stranger_act_of(request, on_behalf=SYSTEM)


def _knock(request: HttpRequest, passed: str = "") -> link_doors.Knock:
    return link_doors.Knock(bearer_of(request) or "", passed)
