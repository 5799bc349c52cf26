"""Purge what the cache keeps when the tree changes."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.models import StandardPage
from news import navigation
from news.models import CorrectionsPage, Section
from people.models import AuthorIndex


def connect() -> None:
    for sender in (Section, StandardPage, CorrectionsPage, AuthorIndex):
        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move, post_delete, post_save):
            signal.connect(navigation.forget, sender=sender, dispatch_uid=f"navigation-{sender.__name__}-{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(
            navigation.forget, sender=PageViewRestriction, dispatch_uid=f"navigation-restriction-{id(signal)}"
        )
