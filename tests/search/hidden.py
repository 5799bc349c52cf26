"""Stories that no reader may see, one for each way in which they may be hidden."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import PageViewRestriction

from desk.killing import kill
from news.models import Article
from tests.factories import article, author, topic, user

HIDDEN = {
    "draft": {"live": False, "first_published_at": None},
    "unpublished": {"live": False},
    "scheduled": {"live": False, "go_live_at": timezone.now() + timedelta(days=1)},
    "expired": {"live": False, "expired": True},
    "embargoed": {"embargo_until": timezone.now() + timedelta(days=1)},
    "killed": {},
    "in a private section": {},
    "below a private section": {},
    "private itself": {},
    "deleted": {},
    "hidden without a signal": {},
}


def make_private(page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def hide(state: str, part) -> None:
    story = article(
        "Zeppelin lands", part, authors=[author("Zepp Writer")], topics=[topic("Zepp topic")], **HIDDEN[state]
    )
    if state == "killed":
        kill(story, user(), "")
    elif state == "in a private section":
        make_private(part)
    elif state == "below a private section":
        make_private(part.get_parent())
    elif state == "private itself":
        make_private(story)
    elif state == "deleted":
        story.delete()
    elif state == "hidden without a signal":
        Article.objects.filter(pk=story.pk).update(live=False)
