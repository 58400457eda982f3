"""Around every request: the reader's language, an id for it, and problems instead of error pages below /api/."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase

from hengku.identity.api.characters import require_plain_text
from hengku.identity.api.problems import problem, refused
from hengku.identity.api.request import request_id_of
from hengku.kernel.errors import MESSAGES, Refused, refuse
from hengku.kernel.texts import current_language, language_of, speak

_CODES = {400: "malformed", 403: "permission_denied", 404: "not_found", 405: "method_not_allowed"}


class EdgeMiddleware:
    """Speaks the language of Accept-Language for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        speak(language_of(request.headers.get("Accept-Language")))
        answer = self._answer(request)
        if request.path.startswith("/api/") and _is_error_page(answer):
            answer = _as_problem(request, answer)
        if request.path.startswith("/api/") and "Cache-Control" not in answer:
            answer["Cache-Control"] = "private, no-cache"
        answer["X-Request-ID"] = request_id_of(request)
        answer["Content-Language"] = current_language()
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/api/"):
            try:
                require_plain_text(request)
            except Refused as refusal:
                return refused(refusal)
            except RequestDataTooBig:
                return refused(refuse("request_too_big", status=413))
            except UnreadablePostError:
                return refused(refuse("malformed", status=400))
        return self.get_response(request)


def _is_error_page(answer: HttpResponseBase) -> bool:
    return answer.status_code >= 400 and "json" not in answer.get("Content-Type", "")


def _as_problem(request: HttpRequest, answer: HttpResponseBase) -> HttpResponse:
    if answer.status_code >= 500:
        return refused(refuse("internal_error", status=answer.status_code, request_id=request_id_of(request)))
    code = _CODES.get(answer.status_code, "malformed")
    text = MESSAGES.get(code).in_language(current_language(), {"resource": "", "action": ""})
    return problem(status=answer.status_code, code=code, detail=text)
