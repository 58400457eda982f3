"""Signing in at a provider, and linking one's account there."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import Router, Status

from hengku.identity.api import account_sets
from hengku.identity.api.edge import act_of, keeps_own_transactions, viewer_of
from hengku.identity.api.request import moment_of, signed_in_of
from hengku.identity.api.session import begin, door_of, set_cookie, site_of
from hengku.identity.operations import providers, sign_in
from hengku.identity.queries.providers import links_of, open_providers
from hengku.identity.schemas import LinkedAccountOut, ProviderOut, SetOut, WayThere
from hengku.kernel.errors import Refused

router = Router()
HELD = "hengku_sign_in"
"""The cookie that binds a way to a provider and back to this browser."""


@router.get("/sign-in/providers", response=list[ProviderOut], auth=None)
def list_providers(request: HttpRequest, account_set: str = "") -> list[ProviderOut]:
    """Who else one may sign in with."""
    if account_set:
        account_sets.enter(account_set)
    return [ProviderOut(code=one.code, name=one.name, kind=one.kind) for one in open_providers()]


@router.get("/sign-in/{code}", auth=None, response={302: None})
@keeps_own_transactions
def go_there(request: HttpRequest, code: str, account_set: str = "", next: str = "/") -> HttpResponse:  # noqa: A002 (its name in the address)
    """Off to the provider, to sign in."""
    if account_set:
        account_sets.enter(account_set)
    sign_in.count_question(door=door_of(request))
    ticket, address = providers.set_out(
        code=code, redirect=_back_to(request, code), path=_own_path(next), at=moment_of(request)
    )
    return _holding(HttpResponseRedirect(address), ticket)


@router.post("/session/providers/{code}/link", response=WayThere)
def link_account(request: HttpRequest, response: HttpResponse, code: str, payload: SetOut) -> WayThere:
    """The address to go to, to link one's account there to oneself."""
    act = act_of(request)
    ticket, address = providers.set_out(
        code=code, redirect=_back_to(request, code), path=_own_path(payload.path), at=act.at, user_id=act.actor_id
    )
    _holding(response, ticket)
    return WayThere(address=address)


@router.get("/sign-in/{code}/callback", auth=None, response={302: None})
@keeps_own_transactions
def come_back(request: HttpRequest, code: str, state: str = "") -> HttpResponse:
    """Back from the provider: signed in, linked, or told why not on the sign-in page."""
    account_set, _, secret = state.partition(".")
    try:
        remember = account_sets.enter(account_set)
        arrival = providers.come_back(
            state=secret, held=request.COOKIES.get(HELD, ""), code=_code(request), at=moment_of(request)
        )
        answer = _linked(request, arrival) if arrival.link_to else _signed_in(request, arrival)
    except Refused as refusal:
        answer, remember = HttpResponseRedirect(f"/login?problem={quote(refusal.code)}"), None
    if remember:
        set_cookie(answer, *remember)
    answer.delete_cookie(HELD, samesite="Lax")
    return answer


def _signed_in(request: HttpRequest, arrival: providers.Arrival) -> HttpResponse:
    door = door_of(request)

    def find() -> int:
        return providers.user_of(arrival=arrival, at=door.at, address=door.address)

    answer = HttpResponseRedirect(arrival.path)
    begin(request, answer, sign_in.sign_in_by_provider(find=find, door=door))
    return answer


def _linked(request: HttpRequest, arrival: providers.Arrival) -> HttpResponse:
    if signed_in_of(request) is not None:
        providers.link_own(act=act_of(request), arrival=arrival)
    return HttpResponseRedirect(arrival.path)


def _code(request: HttpRequest) -> str:
    """钉钉 calls it authCode."""
    return request.GET.get("code") or request.GET.get("authCode") or ""


def _back_to(request: HttpRequest, code: str) -> str:
    return f"{site_of(request).origin}/api/v1/sign-in/{code}/callback"


def _own_path(path: str) -> str:
    """A page of ours, never an address elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _holding(answer: HttpResponse, ticket: str) -> HttpResponse:
    answer.set_cookie(HELD, ticket, max_age=600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    answer["Cache-Control"] = "no-store"
    return answer


@router.get("/session/links", response=list[LinkedAccountOut])
def list_links(request: HttpRequest) -> list[LinkedAccountOut]:
    """One's own accounts at providers."""
    return [
        LinkedAccountOut(id=str(one.pk), provider=one.provider.name, label=one.label, linked_at=one.linked_at)
        for one in links_of(user_id=viewer_of(request).user_id or 0)
    ]


@router.delete("/session/links/{int:link_id}", response={204: None})
def unlink_account(request: HttpRequest, link_id: int) -> Status[None]:
    """Take a link away."""
    providers.unlink_own(act=act_of(request), link_id=link_id)
    return Status(204, None)
