"""Move a demo story to where it stands between the reporter's desk and the reader."""

from datetime import datetime, timedelta

from news.models import Article


def bring_to_status(article: Article, fields: dict, now: datetime, users: dict) -> None:
    """Leave the story a draft, submit it, schedule it or publish it, as `fields["status"]` says.

    Raise KeyError for a status that does not exist.
    """
    {"draft": leave_draft, "in review": submit, "scheduled": schedule, "live": publish}[fields["status"]](
        article, fields, now, users
    )


def leave_draft(article, fields, now, users) -> None:
    article.save_revision(user=article.owner)


def submit(article, fields, now, users) -> None:
    article.save_revision(user=article.owner)
    state = article.get_workflow().start(article, article.owner)
    if fields.get("stage") == "section editor":
        review = state.current_task_state
        review.task.specific.on_action(review, users["copyeditor"], "approve")


def schedule(article, fields, now, users) -> None:
    article.go_live_at = now - timedelta(hours=fields["hours_ago"])
    article.save_revision(user=article.owner).publish(user=users["managingeditor"], skip_permission_checks=True)


def publish(article, fields, now, users) -> None:
    article.save_revision(user=article.owner).publish(user=users["managingeditor"], skip_permission_checks=True)
    last = now - timedelta(hours=fields.get("updated_hours_ago", fields["hours_ago"]))
    Article.objects.filter(pk=article.pk).update(last_published_at=last, latest_revision_created_at=last)
