"""Where the links in readers' mails lead. To open one does nothing: mail scanners open them; a button does it.

The signed token in the address stands for the mail, and so for its reader: there is no cookie, no log-in, and the mail
program that ends mails with one click (RFC 8058) posts here from nowhere.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import subscriptions
from comments.mail_tokens import read_confirm, read_stop, stop_url
from comments.mailing.asking import asked_with
from comments.mailing.texts import reply_url
from comments.models import Subscription
from core.head import HIDDEN, Head


def page_of_a_mail(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep a page to whoever holds its address: no cache stores it, no site it leads to learns it."""

    @never_cache
    @csrf_exempt  # see above
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = HIDDEN
        return response

    return wrapped


@page_of_a_mail
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to mail answers, and take the yes."""
    found = Subscription.objects.select_related("reply__article").filter(pk=read_confirm(token) or 0).first()
    if found is None or (found.asked_at is None and found.confirmed_at is None):
        return broken(request)
    if found.confirmed_at is None and request.method == "POST":
        subscriptions.confirm(found)
        found.refresh_from_db(fields=["confirmed_at"])
    wishes = [found] if found.confirmed_at else list(asked_with(found).select_related("reply__article"))
    context = {
        "headlines": list(dict.fromkeys(wish.reply.article.title for wish in wishes)),
        "stop_url": stop_url(found),
        "reply_url": reply_url(found.reply) if found.reply.is_public else "",
    }
    if found.confirmed_at:
        return show(request, "confirmed", "You will be mailed", context)
    return show(request, "confirm", "Mails about answers", context)


@page_of_a_mail
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Offer to end mails about one reply, or all mails, and do it."""
    asked = read_stop(token)
    if asked is None:
        return broken(request)
    if request.method == "POST":
        if is_all := request.POST.get("all") == "yes":
            subscriptions.stop_all(asked)
        else:
            subscriptions.stop(asked)
        return show(request, "stopped", "No more mails", {"is_all": is_all})
    found = Subscription.objects.select_related("reply__article").filter(pk=asked.subscription_id).first()
    return show(
        request, "stop", "Stop these mails", {"wish": found, "headline": found.reply.article.title if found else ""}
    )


def broken(request: HttpRequest) -> HttpResponse:
    return show(request, "broken", "This link leads nowhere any more", {}, status=404)


def show(request: HttpRequest, name: str, title: str, context: dict, status: int = 200) -> HttpResponse:
    head = Head(title=title, robots=HIDDEN)
    return render(request, f"comments/mail/{name}.html", {"head": head, "title": title, **context}, status=status)
