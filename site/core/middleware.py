"""Answer in plain terms what no view could answer well."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string


class PlainAnswerMiddleware:
    """Answer 404 to addresses with a NUL or other control character: PostgreSQL refuses them with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(ord(character) < 32 or ord(character) == 127 for character in request.path):
            return HttpResponseNotFound(render_to_string("404.html", request=request))
        return self.get_response(request)
