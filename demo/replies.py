"""Let readers have answered some of the demo's stories, with work left for the moderators."""

import hashlib
from datetime import datetime, timedelta

from comments.models import Reply, Report
from comments.text import clean_text
from demo.content import read_list
from news.models import Article

# From the blocks that are kept for documentation (RFC 5737): nobody has them.
NETWORK = "203.0.113."


def load_replies(articles: dict[str, Article], users: dict, now: datetime) -> int:
    """Add the replies of demo/content/replies.toml, unless somebody has replied already; return how many."""
    if Reply.objects.exists():
        return 0
    known: dict[str, Reply] = {}  # those that others answer
    rows = read_list("reply", "replie")
    for number, row in enumerate(rows):
        parent = known[row["to"]] if "to" in row else None
        made = reply(row, articles[row["story"]], users, now, parent, number)
        if "key" in row:
            known[row["key"]] = made
        if ground := row.get("reported"):
            Report.objects.create(
                reply=made, ground=ground, note=row["note"], address=f"{NETWORK}{200 + number % 50}",
                created_at=made.created_at + timedelta(hours=1),
            )  # fmt: skip
    return len(rows)


def reply(row: dict, article: Article, users: dict, now: datetime, parent: Reply | None, number: int) -> Reply:
    user = users.get(row.get("by", ""))
    text = clean_text(row["text"])
    state = row.get("state", Reply.State.APPROVED)
    # A demo that was loaded on a young story: nothing is said before it could be.
    moment = min((article.first_published_at or now) + timedelta(hours=row["after"]), now - timedelta(minutes=5))
    return Reply.objects.create(
        article=article,
        parent=parent,
        thread_id=(parent.thread_id or parent.pk) if parent else None,
        name=row["name"],
        email=f"reader{number}@mail.example",
        text=text,
        created_at=moment,
        state=state,
        reason=row.get("reason", "staff" if user else "moderator"),
        matched=row.get("matched", ""),
        decided_at=None if state == Reply.State.WAITING else moment,
        decided_by=None if state == Reply.State.WAITING or user else users["moderator"],
        edited_at=moment if row.get("edited") else None,
        user=user,
        mark=mark(user, article),
        address=f"{NETWORK}{1 + number % 60}",
        user_agent="Mozilla/5.0 (a reader of the demo)",
        writer=hashlib.md5(row["name"].encode(), usedforsecurity=False).hexdigest(),
        digest=hashlib.sha256(f"{article.pk} {row['name']} {text}".encode()).hexdigest(),
    )


def mark(user, article: Article) -> str:
    if user is None:
        return ""
    return Reply.Mark.AUTHOR if article.bylines.filter(author__user=user).exists() else Reply.Mark.STAFF
