"""Where replies are found: a thread's own page, and the address of one reply that stays when others are added."""

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments import answers
from comments.models import Reply, ReplySettings
from comments.openness import closes_at, openness_of
from comments.page_caches import tag_of
from comments.posting_views import public_story
from comments.threads import place_of, whole_thread
from delivery import tags
from delivery.earning import kept


@require_safe
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to where a reply stands now."""
    found = get_object_or_404(Reply.objects.public().visible().select_related("thread"), pk=pk)
    page, thread_page = place_of(found)
    if thread_page:
        address = reverse("reply_thread", args=[found.thread_id])
        query = f"?page={thread_page}" if thread_page > 1 else ""
    else:
        address = public_story(found.article_id).url
        query = f"?replies={page}" if page > 1 else ""
    return HttpResponseRedirect(f"{address}{query}#reply-{found.pk}")


@require_safe
@kept("page")
def reply_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one thread with all its answers."""
    beginning = get_object_or_404(Reply.objects.threads().in_place().for_page(), pk=pk)
    article = public_story(beginning.article_id)
    tags.shows(tag_of(article.pk))
    rules = ReplySettings.current(request)
    try:
        thread = whole_thread(beginning, rules.depth, request.GET.get("page"))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("There is no such page of answers.") from error
    tags.until(closes_at(article, rules))
    is_open = not openness_of(article, rules, timezone.now()).is_closed
    context = {"article": article, "thread": thread, "is_open": is_open}
    return answers.page(request, "thread", "A thread of replies", context)
