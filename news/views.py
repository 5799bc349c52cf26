"""What readers ask for that is not in the tree: topics, and to be counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core.counting import may_count
from core.head import Head
from core.jsonld import breadcrumb_list
from core.origins import client_address, is_same_origin
from core.pagination import paginate
from core.urls import absolute
from delivery import tags
from delivery.earning import kept
from news import reads
from news.models import Topic
from news.stories import count_stories, topic_stories

HOME = {"title": "Home", "url": "/"}
TOPICS = {"title": "Topics", "url": "/topics/"}
MAX_ID = 2**31 - 1  # beyond it there is no page


@require_safe
@kept()
def topic_index(request: HttpRequest) -> HttpResponse:
    head = Head(
        title="Topics",
        description="What our stories are about, from A to Z.",
        canonical=absolute(reverse("topic_index")),
    )
    tags.shows("stories")
    topics = list(Topic.objects.in_use().order_by("name"))
    with tags.noting(alone=True):  # as it is, the page would bear the tags of all topics
        counts = count_stories(topics)
    return render(
        request,
        "news/topic_index.html",
        {
            "head": head,
            "structured_data": [breadcrumb_list([HOME, TOPICS])],
            "topics": [(topic, counts[topic.pk]) for topic in topics],
        },
    )


@require_safe
@kept("page")
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    tags.shows(f"stories-topic-{found.pk}")
    articles = paginate(topic_stories(found), request.GET.get("page"))
    if not articles.object_list:
        # A topic that only drafts carry would tell what the newsroom is working on.
        return get_object_or_404(Topic.objects.none())
    head = Head(
        title=found.name,
        description=found.description or f"All stories about {found.name}, newest first.",
        canonical=absolute(found.url),
        feed=found.url,
        feed_title=found.name,
    )
    trail = [HOME, TOPICS, {"title": found.name, "url": found.url}]
    return render(
        request,
        "news/topic.html",
        {
            "head": head,
            "structured_data": [breadcrumb_list(trail)],
            "breadcrumbs": trail[:-1],
            "topic": found,
            "articles": articles,
        },
    )


@never_cache
@csrf_exempt  # no page of ours holds a token; is_same_origin() stands in for it
@require_POST
def count_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Count that a story was read, and answer the same whether there is such a story or not."""
    if not is_same_origin(request):
        return HttpResponse(status=403)
    if pk <= MAX_ID and may_count(request):
        reads.tally.count(pk, client_address(request), request.headers.get("user-agent", ""))
    return HttpResponse(status=204)
