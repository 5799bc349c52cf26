"""Give the demo newsroom pitches, and plans for the stories that are in work."""

from datetime import datetime, timedelta

from demo.content import read_list
from desk.models import Assignment
from news.models import Article, Section


def load_assignments(sections: dict[str, Section], stories: dict[str, Article], users: dict, now: datetime) -> int:
    """Add what demo/content/assignments.toml lists and the desk has not; return how many were added.

    A story's plan is known by its story, a pitch by its words, also when it has become a story since.
    """
    added = 0
    for row in read_list("assignment"):
        story = stories[row["story"]] if "story" in row else None
        known = Assignment.objects.filter(story=story) if story else Assignment.objects.filter(title=row["title"])
        if known.exists():
            continue
        Assignment.objects.create(
            title=story.title if story else row["title"],
            section=story.section.specific if story else sections[row["section"]],
            story=story,
            assignee=users.get(row.get("assignee", "")),
            created_by=users[row["by"]],
            due_at=full_hour(now + timedelta(hours=row["due_in_hours"])) if "due_in_hours" in row else None,
            length=row.get("length"),
            brief=row["brief"].strip(),
        )
        added += 1
    return added


def full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
