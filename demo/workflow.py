"""Move a demo story to where it stands between the reporter's desk and the reader."""

from datetime import datetime, timedelta

from desk.gate.publication import publish_without_review, version_of
from desk.killing import kill
from desk.models import UnreviewedPublication
from news.models import Article


def bring_to_status(article: Article, fields: dict, now: datetime, users: dict) -> None:
    """Leave the story a draft, submit, schedule, publish or kill it, as `fields["status"]` says.

    Raise KeyError for a status that does not exist.
    """
    steps = {
        "draft": leave_draft,
        "in review": submit,
        "changes requested": send_back,
        "scheduled": schedule,
        "live": publish,
        "without review": publish_past_review,
        "killed": publish_and_kill,
    }
    steps[fields["status"]](article, fields, now, users)


def leave_draft(article, fields, now, users) -> None:
    article.save_revision(user=article.owner)


def submit(article, fields, now, users) -> None:
    article.save_revision(user=article.owner)
    article.get_workflow().start(article, article.owner)
    if fields.get("stage") == "section editor":
        approve(article, users["copyeditor"])


def send_back(article, fields, now, users) -> None:
    submit(article, fields, now, users)
    review = article.current_workflow_task_state
    review.task.specific.on_action(review, users["copyeditor"], "reject", comment=fields["note"])


def approve(article: Article, user) -> None:
    """Take the step of the story's review that waits for an approval."""
    review = article.current_workflow_task_state
    review.task.specific.on_action(review, user, "approve")


def schedule(article, fields, now, users) -> None:
    article.go_live_at = now - timedelta(hours=fields["hours_ago"])
    article.save_revision(user=article.owner).publish(user=users["managingeditor"], skip_permission_checks=True)


def publish(article, fields, now, users) -> None:
    article.save_revision(user=article.owner).publish(user=users["managingeditor"], skip_permission_checks=True)
    last = now - timedelta(hours=fields.get("updated_hours_ago", fields["hours_ago"]))
    Article.objects.filter(pk=article.pk).update(last_published_at=last, latest_revision_created_at=last)


def publish_past_review(article, fields, now, users) -> None:
    version = version_of(article.save_revision(user=article.owner))
    done = publish_without_review(article, version, users["managingeditor"], fields["reason"])
    when = now - timedelta(hours=fields["hours_ago"])
    UnreviewedPublication.objects.filter(pk=done.pk).update(published_at=when)
    Article.objects.filter(pk=article.pk).update(last_published_at=when)


def publish_and_kill(article, fields, now, users) -> None:
    publish(article, fields, now, users)
    kill(article, users["managingeditor"], fields["reason"], fields["tombstone"])
