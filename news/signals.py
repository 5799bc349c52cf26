"""Purge what the cache keeps when the tree changes."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.models import StandardPage
from news import breaking_news, navigation
from news.models import Article, BreakingNews, CorrectionsPage, Section
from people.models import AuthorIndex


def connect() -> None:
    for sender in (Section, StandardPage, CorrectionsPage, AuthorIndex):
        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move, post_delete, post_save):
            signal.connect(navigation.forget, sender=sender, dispatch_uid=f"navigation-{sender.__name__}-{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(
            navigation.forget, sender=PageViewRestriction, dispatch_uid=f"navigation-restriction-{id(signal)}"
        )
    # A story's saving covers its headline, its embargo and whether it is live; a section's, the address above it.
    # A move saves nothing.
    for signal in (post_save, post_delete):
        for model in (BreakingNews, Article, Section, PageViewRestriction):
            signal.connect(
                breaking_news.forget, sender=model, dispatch_uid=f"breaking-news-{model.__name__}-{id(signal)}"
            )
    post_page_move.connect(breaking_news.forget, dispatch_uid="breaking-news-move")
