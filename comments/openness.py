"""Who may reply to a story: the strictest of what the site, the sections above it, the story and its age say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format

from comments.models import ReplySettings
from news import navigation
from news.models import Article, Section
from news.openness import Replies


class By(StrEnum):
    """Who says so."""

    NOBODY = ""
    SITE = "site"
    SECTION = "section"
    STORY = "story"
    AGE = "age"


@dataclass(frozen=True)
class Openness:
    state: Replies = Replies.OPEN
    by: By = By.NOBODY
    closed_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        return self.state == Replies.CLOSED

    @property
    def sentence(self) -> str:
        """Say to readers why there is no form; "" when there is one."""
        if not self.is_closed:
            return ""
        if self.by == By.SITE:
            return "Nobody can reply at present. Please come back later."
        if self.by == By.AGE and self.closed_at:
            return f"Replies to this story closed on {date_format(timezone.localtime(self.closed_at), 'j F Y')}."
        return "Replies to this story are closed."


def openness_of(article: Article, rules: ReplySettings, now: datetime) -> Openness:
    """Return who may reply to a story. Asks no query below sections that readers see."""
    return strictest(
        Replies(rules.switch) if rules.switch != ReplySettings.Switch.NORMAL else Replies.OPEN,
        [Replies(value) for value in sections_say(article)],
        Replies(article.replies),
        closes_at(article, rules),
        now,
    )


def strictest(
    site: Replies, sections: list[Replies], story: Replies, closes: datetime | None, now: datetime
) -> Openness:
    said = [(By.SITE, site), *((By.SECTION, value) for value in sections), (By.STORY, story)]
    for by, value in said:
        if value == Replies.CLOSED:
            return Openness(value, by)
    if closes and now >= closes:
        return Openness(Replies.CLOSED, By.AGE, closes)
    for by, value in said:
        if value == Replies.MODERATED:
            return Openness(value, by)
    return Openness()


def closes_at(article: Article, rules: ReplySettings) -> datetime | None:
    """Return when a story closes by itself; a page with its form must not be kept beyond that."""
    if not rules.close_after_days or article.first_published_at is None:
        return None
    return article.first_published_at + timedelta(days=rules.close_after_days)


def sections_say(article: Article) -> list[str]:
    """Return what each section above a story says."""
    kept = navigation.sections_above(article)
    if kept is not None:
        return [section["replies"] for section in kept]
    steps = range(article.steplen, len(article.path), article.steplen)
    return list(
        Section.objects.filter(path__in=[article.path[:end] for end in steps]).values_list("replies", flat=True)
    )
