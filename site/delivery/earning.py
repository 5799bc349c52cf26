"""Let views earn that their responses are kept: nothing is by itself (STYLE.md, 16)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponseBase, QueryDict


@dataclass(frozen=True)
class Earned:
    """`parameters` are those of the query that the response depends on."""

    parameters: frozenset[str]


def earn(request: HttpRequest, parameters: Collection[str] = ()) -> None:
    """Say that the response to a request is the same for every reader, and depends on these query parameters only.

    From here on the view sees no others: what it does not declare cannot get into a copy.
    """
    request.earned = Earned(frozenset(parameters))  # type: ignore[attr-defined]
    if request.META.get("QUERY_STRING"):
        declared = QueryDict(mutable=True)
        for name in parameters:
            if name in request.GET:
                declared.setlist(name, request.GET.getlist(name))
        request.GET = declared  # type: ignore[assignment]
        request.META["QUERY_STRING"] = declared.urlencode()


def kept(*parameters: str) -> Callable:
    """Decorate a view whose responses may be kept; `parameters` are those of the query that it reads."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def show(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            earn(request, parameters)
            return view(request, *args, **kwargs)

        return show

    return decorate
