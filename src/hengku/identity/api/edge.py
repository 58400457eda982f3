"""The edge of the house: who asks (`viewer_of`), on whose behalf it happens (`act_of`), and the API all rooms hang on."""

from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.renderers import BaseRenderer
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from hengku.identity.api.once import at_most_once, keeps_own_transactions
from hengku.identity.api.problems import offer_handlers
from hengku.identity.api.request import address_of, bearer_of, moment_of, request_id_of, signed_in_of
from hengku.identity.queries.viewer import SignedIn
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import refuse

__all__ = ["act_of", "create_api", "keeps_own_transactions", "stranger_act_of", "viewer_of"]

_OPEN_TO_STALE_PASSWORDS = ("/session", "/session/password", "/meta")
_OPEN_WITHOUT_SECOND_FACTOR = (
    "/session",
    "/session/password",
    "/session/second-factor",
    "/session/second-factor/confirm",
    "/session/passkeys",
    "/session/passkeys/options",
)


def viewer_of(request: HttpRequest) -> Viewer:
    """The person or program that asks. Raises Refused unauthenticated (401)."""
    signed_in = signed_in_of(request)
    if signed_in is None:
        raise refuse("unauthenticated", status=401)
    return signed_in.viewer


def act_of(request: HttpRequest) -> Act:
    """The command this request is: who, when, from where. Raises Refused unauthenticated (401)."""
    return _act(request, viewer_of(request))


def stranger_act_of(request: HttpRequest, *, on_behalf: Viewer) -> Act:
    """The same for requests that nobody signs (set-up), on behalf of the given viewer."""
    return _act(request, on_behalf)


def _act(request: HttpRequest, viewer: Viewer) -> Act:
    return Act(viewer=viewer, at=moment_of(request), request_id=request_id_of(request), address=address_of(request))


class TokenAuth(HttpBearer):
    """`Authorization: Bearer hk_<account set>_<id>_<secret>`."""

    def authenticate(self, request: HttpRequest, token: str) -> SignedIn | None:
        return _admit(request)


class CookieAuth(APIKeyCookie):
    """The session cookie; unsafe methods also need the X-CSRFToken header."""

    param_name = "hengku_session"

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> SignedIn | None:
        if bearer_of(request) is not None:
            return None  # a token was offered and did not hold: the cookie does not step in
        signed_in = _admit(request)
        if signed_in is not None:
            require_csrf(request)
        return signed_in


def require_csrf(request: HttpRequest) -> None:
    """Raise Refused csrf_failed (403) when an unsafe request does not carry the token of our own pages."""
    if check_csrf(request) is not None:
        raise refuse("csrf_failed", status=403)


def _admit(request: HttpRequest) -> SignedIn | None:
    signed_in = signed_in_of(request)
    if signed_in is not None and signed_in.must_change_password and not request.path.endswith(_OPEN_TO_STALE_PASSWORDS):
        raise refuse("password_change_required", status=403)
    if (
        signed_in is not None
        and signed_in.must_set_second_factor
        and not request.path.endswith(_OPEN_WITHOUT_SECOND_FACTOR)
    ):
        raise refuse("second_factor_to_set", status=403)
    return signed_in


class _Renderer(BaseRenderer):
    """JSON by orjson; decimals as plain text, never through a float."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=_plain, option=orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Schema):
        return value.model_dump(mode="json")
    raise TypeError(f"no JSON for {type(value).__name__}")


def create_api() -> NinjaAPI:
    """The API with sign-in, errors, languages and repeated requests taken care of; rooms add their routers."""
    api = NinjaAPI(
        title="HengKu", version="1", description="衡库 HengKu: 库存管理系统", urls_namespace="api",
        docs_url=None, openapi_url="/openapi.json", auth=[TokenAuth(), CookieAuth()], renderer=_Renderer(),
    )  # fmt: skip
    offer_handlers(api)
    api.add_decorator(at_most_once, mode="view")
    return api
