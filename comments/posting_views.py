"""What readers send: a reply, and the question what would become of it. Nothing here is kept by a cache."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import answers, posting, rates, stamps
from comments.addresses import address_of
from comments.facts import read_submission
from comments.forms import LONGEST_BODY
from comments.models import Reply, ReplySettings
from comments.openness import openness_of
from comments.reply_form import FormView
from comments.rules import PAUSE, Refusal
from comments.wording import became, would_become
from core.origins import is_same_origin
from news.models import Article

View = Callable[..., HttpResponse]


def public_story(article_id: int) -> Article:
    """Return a story that every reader may see; raise Http404 for any other."""
    return get_object_or_404(Article.objects.published().defer_streamfields(), pk=article_id)


def from_our_pages(view: View) -> View:
    """Refuse what another site's page sends, and what is too large to be read at all."""

    @never_cache
    @csrf_exempt  # no page of ours holds a token; is_same_origin() stands in for it
    @sensitive_post_parameters()  # no report of an error may hold what somebody wrote, nor the address
    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if not is_same_origin(request):
            message = "This form can only be sent from our own pages. Open the story and reply there."
            return answers.plain(request, 403, "Not sent", message)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isdecimal() and int(length) <= LONGEST_BODY):
            message = (
                "What you sent is far too long: a reply has at most 5,000 characters. "
                "Go back in your browser: your text is still in the form. Please shorten it."
            )
            return answers.plain(request, 413, "Too long to be read", message)
        return view(request, *args, **kwargs)

    return checked


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def post_reply(request: HttpRequest, article_id: int) -> HttpResponse:
    """Take a reply to a story; asked for with GET, show the form on a page of its own."""
    article = public_story(article_id)
    if request.method != "POST":
        return empty_form(request, article)
    sent = read_submission(request, article)
    result = posting.post(sent, request.user)
    if isinstance(result, Refusal):
        return answers.refused(request, sent, result)
    return answers.taken(request, result)


@never_cache
@require_safe
def answer_reply(request: HttpRequest, article_id: int, reply_id: int) -> HttpResponse:
    """Show the form below the reply that is to be answered."""
    article = public_story(article_id)
    parent = get_object_or_404(article.reader_replies.visible().for_page(), pk=reply_id)
    return empty_form(request, article, parent)


def empty_form(request: HttpRequest, article: Article, parent: Reply | None = None) -> HttpResponse:
    rules = ReplySettings.current(request)
    openness = openness_of(article, rules, timezone.now())
    if openness.is_closed:
        return answers.plain(request, 403, "Replies are closed", openness.sentence, article)
    return answers.form_page(request, FormView.fresh(article, rules, parent))


@from_our_pages
@require_POST
def check_reply(request: HttpRequest, article_id: int) -> HttpResponse:
    """Say what would become of a reply. It is not stored."""
    article = public_story(article_id)
    sent = read_submission(request, article)
    if not rates.may_check(address_of(request)):
        message = "That were many questions in one minute. Please wait a little, or send your reply."
        return answers.refused(request, sent, Refusal(429, message, retry_after=PAUSE))
    verdict = posting.foretell(sent, request.user)
    if isinstance(verdict, Refusal):
        return answers.refused(request, sent, verdict)
    message = would_become(verdict.state, verdict.reason)
    if answers.wants_json(request):
        state = Reply.State.APPROVED if verdict.state == Reply.State.APPROVED else Reply.State.WAITING
        return JsonResponse({"state": state, "message": message})
    return answers.form_page(request, FormView.again(sent, {}), "Look at your reply once more", message)


@never_cache
@require_safe
def reply_stamp(request: HttpRequest, article_id: int) -> HttpResponse:
    """Give a form on a kept page the time at which somebody began to write."""
    return JsonResponse({"stamp": stamps.moment_stamp(public_story(article_id).pk)})


@never_cache
@require_safe
def reply_sent(request: HttpRequest, token: str) -> HttpResponse:
    """Tell a writer what became of a reply, as it stands now."""
    number = stamps.read_outcome_token(token)
    reply = Reply.objects.filter(pk=number, erased_at=None).for_page().first() if number else None
    if reply is None:
        raise Http404
    article = public_story(reply.article_id)
    title = "Thank you"
    state = Reply.objects.filter(pk=reply.pk).values_list("state", "reason").get()
    context = {"article": article, "reply": reply, "message": became(*state), "is_public": reply.is_public}
    return answers.page(request, "sent", title, context)
