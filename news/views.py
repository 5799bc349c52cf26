"""Pages readers see that are not in the tree: topics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.pagination import paginate
from news.models import Article, Topic


def topic_index(request: HttpRequest) -> HttpResponse:
    return render(request, "news/topic_index.html", {"topics": Topic.objects.published().order_by("name")})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    articles = paginate(Article.objects.published().about(found).newest_first().for_listing(), request.GET.get("page"))
    if not articles.object_list:
        # A topic that only drafts carry would tell what the newsroom is working on.
        return get_object_or_404(Topic.objects.none())
    return render(request, "news/topic.html", {"topic": found, "articles": articles})
