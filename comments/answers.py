"""Answer a reader who sent something: in JSON when the page's script asks, else with a page. Never kept by caches."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from comments import stamps
from comments.facts import Submission
from comments.models import Reply, ReplySettings
from comments.reply_form import FormView
from comments.rules import Refusal
from comments.threads import Shown
from comments.wording import became
from core.head import NOINDEX, Head
from core.text import isotime


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


def page(request: HttpRequest, template: str, title: str, context: dict, status: int = 200) -> HttpResponse:
    head = Head(title=title, robots=NOINDEX)
    return render(request, f"comments/{template}.html", {"head": head, "title": title, **context}, status=status)


def plain(request: HttpRequest, status: int, title: str, message: str, article=None) -> HttpResponse:
    """Say in words why something was not taken."""
    if wants_json(request):
        return JsonResponse({"state": "refused", "message": message, "errors": {}}, status=status)
    return page(request, "message", title, {"message": message, "article": article, "status": status}, status)


def form_page(
    request: HttpRequest, form: FormView, title: str = "Leave a reply", message: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "article": form.article, "message": message, "is_wrong": status >= 400}
    return page(request, "reply_form_page", title, context, status)


def refused(request: HttpRequest, sent: Submission, refusal: Refusal) -> HttpResponse:
    """Say what is wrong, and give everything back that was typed."""
    message = refusal.message
    if refusal.is_repeated and (known := earlier(sent)):
        message = f"{message} {became(known.state, known.reason)}"
    if wants_json(request):
        body = {"state": "refused", "message": message, "errors": refusal.errors}
        response: HttpResponse = JsonResponse(body, status=refusal.status)
    else:
        form = FormView.again(sent, refusal.errors)
        response = form_page(request, form, "Your reply was not sent", message, refusal.status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def earlier(sent: Submission) -> Reply | None:
    """Return the reply of which this is the second sending."""
    return Reply.objects.filter(article=sent.article.pk, digest=sent.reply.digest).first()


def taken(request: HttpRequest, reply: Reply) -> HttpResponse:
    if not wants_json(request):
        # Reloading the page that it leads to sends nothing again (RFC 9110, 303).
        return HttpResponseRedirect(reverse("reply_sent", args=[stamps.outcome_token(reply.pk)]), status=303)
    is_public = reply.is_public
    return JsonResponse(
        {
            "state": "approved" if is_public else "waiting",
            "message": became(reply.state, reply.reason),
            "id": reply.pk,
            "created": isotime(reply.created_at),
            "paper": stamps.writers_paper(reply.writer, reply.email),
            "html": inserted(request, reply) if is_public else "",
        },
        status=201,
    )


def inserted(request: HttpRequest, reply: Reply) -> str:
    """Return the reply as it stands in the thread, for the script to put there."""
    rules = ReplySettings.current(request)
    shown = Shown(
        reply, level=1 if reply.parent_id is None else min(2, rules.depth), says_to_whom=bool(reply.parent_id)
    )
    return render_to_string("comments/includes/reply.html", {"shown": shown, "article": reply.article, "is_open": True})
