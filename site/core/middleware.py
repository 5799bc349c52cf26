"""Answer in plain terms what no view could answer well."""

import re
from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.template.loader import render_to_string

# What Django says when a query is asked for a row by an id that is none.
NO_ID = re.compile(r"Field '\w+' expected a number but got ")


class AdminPolicyMiddleware:
    """Say what pages of the admin may load and run: the site's policy with ADMIN_CONTENT_SECURITY_POLICY in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy(replace=settings.ADMIN_CONTENT_SECURITY_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class PlainAnswerMiddleware:
    """Answer 404 to addresses with a NUL or other control character: PostgreSQL refuses them with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(ord(character) < 32 or ord(character) == 127 for character in request.path):
            return HttpResponseNotFound(render_to_string("404.html", request=request))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 where Wagtail hands on unchecked what was sent: an id that is no number, NUL in a query."""
        if request.method == "POST" and isinstance(exception, ValueError) and NO_ID.match(str(exception)):
            return HttpResponseBadRequest("This form holds an impossible id.", content_type="text/plain")
        if isinstance(exception, DataError) and "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("This address holds an impossible character.", content_type="text/plain")
        return None
