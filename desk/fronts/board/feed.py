"""The feed beside the containers: the stories that may go on a front."""

from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from desk.fronts.board.stories import Story, line, shown_in_lines
from desk.visibility import places, within
from news.forms import SectionChoiceField
from news.fronts.loading import draft_of
from news.fronts.reading import story_ids
from news.models import Article, Container, Placement, Section
from news.querysets import ArticleQuerySet

A_PAGE = 30
LIVE, UPCOMING = "live", "upcoming"


class FeedForm(forms.Form):
    """What the feed shows. What cannot be understood filters nothing."""

    q = forms.CharField(required=False, max_length=100, label="Headline", widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(
        choices=[(LIVE, "Live"), (UPCOMING, "Upcoming")], required=False, label="Stories", widget=forms.RadioSelect
    )
    section = SectionChoiceField(Section.objects.in_order(), required=False, empty_label="All sections")
    topic = forms.CharField(required=False, max_length=100)
    author = forms.CharField(required=False, max_length=100)
    unused = forms.BooleanField(required=False, label="Not on any front yet")

    def __init__(self, data=None, front: Page | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="feed-%s")
        self.initial = {"state": LIVE, "section": front.pk if isinstance(front, Section) else None}

    def chosen(self) -> dict:
        self.is_valid()
        return getattr(self, "cleaned_data", {})


@dataclass
class Feed:
    stories: list[Story]
    placed: set[int]  # those that stand on the front
    number: int
    has_next: bool


def feed(front: Page, user, form: FeedForm, number: int, placed: set[int]) -> Feed:
    """Return one page of the feed; `placed` are the stories that stand on the front."""
    chosen = form.chosen()
    found = upcoming(user) if chosen.get("state") == UPCOMING else Article.objects.published().newest_first()
    found = narrow(found, chosen)
    if chosen.get("unused"):
        found = found.exclude(pk__in=placed | on_any_front())
    # Counting a large archive would cost more than the page: one story more than it holds tells whether there are more.
    start = (number - 1) * A_PAGE
    rows = list(shown_in_lines(found)[start : start + A_PAGE + 1])
    paths = places(user)
    return Feed([line(story, paths) for story in rows[:A_PAGE]], placed, number, len(rows) > A_PAGE)


def upcoming(user) -> ArticleQuerySet:
    """Return what readers cannot read yet, of the sections where `user` works: what is due next comes first."""
    waits = Q(live=False, expired=False) | Q(live=True, embargo_until__gt=timezone.now())
    return (
        Article.objects.filter(waits, within(places(user)))
        .annotate(due=Coalesce("go_live_at", "latest_revision_created_at"))
        .order_by("-due", "-pk")
    )


def narrow(found: ArticleQuerySet, chosen: dict) -> ArticleQuerySet:
    for word in chosen.get("q", "").split()[:10]:
        found = found.filter(Q(title__icontains=word) | Q(draft_title__icontains=word))
    if section := chosen.get("section"):
        found = found.filter(path__startswith=section.path)
    if topic := chosen.get("topic", "").strip():
        found = found.with_topic_named(topic)
    if author := chosen.get("author", "").strip():
        found = found.signed_by_name(author)
    return found


def on_any_front() -> set[int]:
    """Return the stories that editors have placed on any front, in drafts as well as for readers."""
    placed = Placement.objects.values("container")
    containers = Container.objects.filter(pk__in=placed).select_related("latest_revision")
    found: set[int] = set()
    for container in containers:
        found |= story_ids(container)
        found |= story_ids(draft_of(container))
    return found
