"""Readers say that a reply should not stand there."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments import answers, rates
from comments.addresses import address_of
from comments.forms import ReportForm
from comments.models import Reply, Report
from comments.posting_views import from_our_pages, public_story
from comments.rules import PAUSE
from comments.threads import Shown


def seen_reply(pk: int) -> Reply:
    """Return a reply that readers see; raise Http404 for any other."""
    reply = get_object_or_404(Reply.objects.public().visible().for_page(), pk=pk)
    return reply


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def report_reply(request: HttpRequest, pk: int) -> HttpResponse:
    reply = seen_reply(pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        address = address_of(request)
        if rates.reports_of(address, timezone.now()) >= rates.REPORTS_A_MINUTE:
            message = "Too many reports came from you just now. Please wait a minute and send it again."
            response = show(request, reply, form, 429, message)
            response["Retry-After"] = str(PAUSE)
            return response
        keep(reply, address, form.cleaned_data["ground"], form.cleaned_data["note"])
        return HttpResponseRedirect(reverse("reply_reported", args=[reply.pk]), status=303)
    return show(request, reply, form, 422 if form.is_bound else 200)


def show(request: HttpRequest, reply: Reply, form: ReportForm, status: int, message: str = "") -> HttpResponse:
    context = {
        "article": public_story(reply.article_id),
        "shown": Shown(reply),
        "form": form,
        "grounds": Report.Ground.choices,
        "message": message,
    }
    return answers.page(request, "report", "Report a reply", context, status)


def keep(reply: Reply, address: str | None, ground: str, note: str) -> None:
    """Store a report; of one address and one reply the first counts."""
    with transaction.atomic():
        # One after the other, or two clicks would be two reports. SQLite's transactions are IMMEDIATE.
        Reply.objects.select_for_update().filter(pk=reply.pk).values_list("pk").first()
        if not Report.objects.filter(reply=reply.pk, address=address).exists():
            Report.objects.create(reply=reply, ground=ground, note=note, address=address)


@never_cache
@require_safe
def reply_reported(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank whoever has reported a reply. It may be gone by now."""
    found = get_object_or_404(Reply, pk=pk)
    message = "A moderator will look at this reply. Thank you for telling us."
    return answers.plain(request, 200, "Thank you", message, public_story(found.article_id))
