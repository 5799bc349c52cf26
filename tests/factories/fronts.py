"""Containers, their places on fronts, and what readers read."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from news.models import Container, Placement, ReadCount
from news.reads import full_hour
from tests.factories.pages import count, home


def card(story=None, kind: str = "article", **values) -> dict:
    """Return a card as StreamField stores it."""
    chosen = {"article": story.pk} if story is not None else {}
    return {"id": str(uuid4()), "type": kind, "value": {**chosen, **values}}


def backfill(**values) -> list[dict]:
    return [{"id": str(uuid4()), "type": "stories", "value": values}]


def container(title: str = "", *, cards=(), fill=None, front=None, **fields) -> Container:
    """Make a launched container on the home page, or on `front`; `fill` is the rule for free slots."""
    made = Container.objects.create(
        title=title or f"Container {next(count)}",
        cards=list(cards),
        backfill=[] if fill is None else backfill(**fill),
        **{"layout": "list", **fields},
    )
    place(made, front)
    return made


def place(made: Container, front=None) -> Placement:
    front = front or home()
    return Placement.objects.create(front=front, container=made, sort_order=front.placements.count())


def reads(story, count: int, hours_ago: float = 0) -> ReadCount:
    """Let a story have been read so often in one hour."""
    hour = full_hour(timezone.now() - timedelta(hours=hours_ago))
    return ReadCount.objects.create(article=story, hour=hour, count=count)
