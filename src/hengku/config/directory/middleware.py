"""Which account set a request belongs to: from the token, else from a signed cookie, else `main`; never from the host name."""

from collections.abc import Callable

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse

from hengku.config.directory import operations
from hengku.config.directory.connection import tenants

COOKIE = "hengku_set"
DEFAULT = "main"
_SALT = "hengku.account-set"
_SET_UP = "/api/v1/setup"
"""A new account set has nobody yet who could hold a cookie; its one-time token is checked inside it."""


def sign(name: str) -> str:
    """Cookie value for an account set."""
    return signing.dumps(name, salt=_SALT)


def go_into(name: str) -> bool:
    """Point this request's connection at another live account set (sign-in); False when there is none of that name."""
    found = operations.find(name)
    if found is not None:
        tenants.set_tenant(found)
    return found is not None


def chosen(request: HttpRequest) -> str:
    """Name of the account set the request asks for."""
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith("Bearer hk_"):
        return authorization.removeprefix("Bearer hk_").split("_", 1)[0]
    if request.path == _SET_UP and "account_set" in request.GET:
        return request.GET["account_set"]
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT))
    except signing.BadSignature:
        return DEFAULT


class AccountSetMiddleware:
    """Points the connection at the account set's schema for the length of one request; the one before comes back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        account_set = operations.find(chosen(request)) or operations.find(DEFAULT)
        if account_set is None:
            return JsonResponse(
                {"type": "about:blank", "code": "account_set_not_found", "title": "账套不存在 / Account set not found"},
                status=404,
                content_type="application/problem+json",
            )
        before = tenants.tenant
        tenants.set_tenant(account_set)
        try:
            return self.get_response(request)
        finally:
            tenants.set_tenant(before)
