"""Ask once a request what a page asks again and again: for each card, each address, each link of the navigation."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """Return what `ask` answers, which must not be changed; within a reader's request it is asked the first time only.

    Elsewhere each time: in the admin, in a command, in the worker it may be another a moment later.
    """
    answers = _answers.get()
    if answers is None:
        return ask()
    if key not in answers:
        answers[key] = ask()
    return answers[key]


class OnceMiddleware:
    """Let answers hold for one request that only reads, and no longer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads = request.method in ("GET", "HEAD") and not request.path.startswith("/admin/")
        token = _answers.set({} if reads else None)
        try:
            return self.get_response(request)
        finally:
            _answers.reset(token)
