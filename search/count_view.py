"""Take what pages of results tell of searches."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.counting import may_count
from core.origins import client_address, is_same_origin
from search import counting
from search.counted_text import counted_text

LONGEST_BODY = 4_000  # bytes; 200 characters of any script, as a form writes them


@never_cache
@csrf_exempt  # no page of ours holds a token; is_same_origin() stands in for it
@require_POST
def count_search(request: HttpRequest) -> HttpResponse:
    """Count that a reader searched, and answer the same whether it counts or not."""
    if not is_same_origin(request):
        return HttpResponse(status=403)
    if may_count(request) and (text := counted_text(typed(request))):
        counting.tally.count(text, client_address(request), request.headers.get("user-agent", ""))
    return HttpResponse(status=204)


def typed(request: HttpRequest) -> str:
    """Return the query that was sent; "" for a body no page of ours sends."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isdecimal() and int(length) <= LONGEST_BODY):
        return ""
    return request.POST.get("q", "")
