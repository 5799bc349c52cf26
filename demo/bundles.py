"""Give the demo newsroom stories that go live together."""

from datetime import datetime, timedelta

from demo.assignments import full_hour
from demo.content import read_list
from demo.workflow import approve
from desk.bundles.membership import add_story
from desk.models import Bundle
from news.models import Article


def load_bundles(stories: dict[str, Article], users: dict, now: datetime) -> int:
    """Add the bundles of demo/content/bundles.toml whose stories are all in `stories`; return how many were added."""
    added = 0
    for row in read_list("bundle"):
        if not stories.keys() >= set(row["stories"]):
            continue
        user = users[row["by"]]
        bundle = Bundle.objects.create(
            title=row["title"],
            note=row["note"],
            go_live_at=full_hour(now + timedelta(hours=row["go_live_in_hours"])),
            created_by=user,
        )
        for slug in row["stories"]:
            add_story(bundle, stories[slug], user)
        for slug, editor in row["approved"].items():
            approve(stories[slug], users[editor])
        added += 1
    return added
