"""Stories as the board shows them, in its feed and on its cards: drafts too, to those who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from core.renditions import spec
from desk.models import Kill
from desk.visibility import places
from news.models import Article
from news.querysets import ArticleQuerySet, parent_field

HIDDEN = "A story you may not open"
# Of those that readers get, in the order of choice: a list makes no pictures.
THUMBNAILS = (spec(160, "jpeg"), spec(400, "jpeg"), spec(800, "jpeg"))


@dataclass
class Story:
    """One story in a line: what it is called, where it stands in the newsroom, and what it looks like."""

    pk: int
    headline: str
    section: str = ""
    url: str = ""  # of the editor, or of the page for those who do not work on it
    state: str = ""  # empty for what readers can read
    at: datetime | None = None  # when it went live, or will
    thumbnail: str = ""
    has_picture: bool = False
    standfirst: str = ""
    kicker: str = ""

    @property
    def is_public(self) -> bool:
        return not self.state


def shown_in_lines(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Load what line() reads, in a fixed number of queries."""
    page_type, key = get_default_page_content_type(), Cast(OuterRef("pk"), CharField())
    scheduled = Revision.objects.filter(
        base_content_type=page_type, object_id=key, approved_go_live_at__isnull=False
    ).order_by("approved_go_live_at")
    reviews = WorkflowState.objects.active().filter(base_content_type=page_type, object_id=key)
    return (
        stories.defer_streamfields()
        .select_related("lead_image")
        .prefetch_related("lead_image__renditions")
        .with_privacy()
        .annotate(
            section_title=parent_field("title"),
            is_killed=Exists(Kill.objects.holding().filter(article=OuterRef("pk"))),
            scheduled_for=Subquery(scheduled.values("approved_go_live_at")[:1]),
            is_in_review=Exists(reviews),
        )
    )


def stories_by_id(ids: Iterable[int], user) -> dict[int, Story]:
    """Return a line for each of these stories; deleted ones are left out."""
    paths = places(user)
    return {story.pk: line(story, paths) for story in shown_in_lines(Article.objects.filter(pk__in=set(ids)))}


def line(story: Article, paths: list[str]) -> Story:
    """Return the line of a story for whoever works below `paths`: what readers cannot read is hidden from others."""
    state, at = state_of(story)
    is_theirs = any(story.path.startswith(path) for path in paths)
    if state and not is_theirs:
        return Story(story.pk, HIDDEN, state=state)
    return Story(
        pk=story.pk,
        headline=story.title if story.live else story.draft_title or story.title,
        section=story.section_title,
        url=reverse("wagtailadmin_pages:edit", args=[story.pk]) if is_theirs else story.url or "",
        state=state,
        at=at,
        thumbnail=thumbnail(story.lead_image),
        has_picture=story.lead_image_id is not None,
        standfirst=story.standfirst,
        kicker=story.kicker_text,
    )


def state_of(story: Article) -> tuple[str, datetime | None]:
    """Say why readers cannot read a story, empty when they can, and the moment that goes with it."""
    if story.is_killed:
        return "Killed", None
    if story.live:
        if story.is_restricted:
            return "Private", None
        if story.embargo_until and story.embargo_until > timezone.now():
            return "Embargo until", story.embargo_until
        return "", story.first_published_at
    if story.scheduled_for:
        return "Scheduled for", story.scheduled_for
    if story.is_in_review:
        return "In review", None
    return ("Taken down" if story.first_published_at else "Draft"), None


def short(moment: datetime) -> str:
    """Return a moment as lines have room for it, by the clock of whoever is at work."""
    return date_format(timezone.localtime(moment), "j M, H:i")


def thumbnail(picture) -> str:
    """Return the address of a small rendition of a picture that has been made; empty when there is none."""
    if picture is None:
        return ""
    made = {rendition.filter_spec: rendition.url for rendition in picture.renditions.all()}
    return next((made[name] for name in THUMBNAILS if name in made), "")
