"""What has become of a story, in the words of act_tables.py."""

from django.db.models import Q
from wagtail.models import PageViewRestriction, WorkflowState

from desk.models import Assignment, BundleItem, ChecklistTick, Kill, PreviewLink
from news.models import Article, BreakingNews, Tombstone

ROW = ("live", "live_revision_id", "standfirst", "path", "url_path", "locked", "go_live_at", "alias_of_id", "replies")


def standing(pk: int) -> dict[str, object]:
    """Return everything that an action may do to a story, by the word for it; nothing for a story that is gone."""
    row = Article.objects.filter(pk=pk).values(*ROW).first()
    if row is None:
        return {}
    versions = Article(pk=pk).revisions.order_by("pk").values_list("pk", "created_at", "approved_go_live_at")
    reviews = WorkflowState.objects.filter(object_id=str(pk)).order_by("pk")
    steps = ("pk", "status", "current_task_state__task", "current_task_state__status")
    return {
        "public": (row["live_revision_id"], row["standfirst"]) if row["live"] else None,
        "place": (row["path"], row["url_path"]),
        "lock": row["locked"],
        "mirror": row["alias_of_id"],
        "replies": row["replies"],
        "version": [(key, at) for key, at, _ in versions],
        "schedule": [key for key, _, approved in versions if approved],
        "review": list(reviews.values_list(*steps)),
        "copy": Article.objects.count(),
        "another live": Article.objects.live().exclude(pk=pk).count(),
        "privacy": PageViewRestriction.objects.count(),
        "kill": list(Kill.objects.filter(article=pk).order_by("pk").values_list("pk", "restored_at")),
        "tombstone": Tombstone.objects.filter(article=pk).values_list("text", flat=True).first(),
        "tick": list(ChecklistTick.objects.filter(article=pk).order_by("pk").values_list("item", "ticked_at")),
        "link": PreviewLink.objects.filter(article=pk, revoked_at=None).count(),
        "plan": Assignment.objects.filter(Q(story=pk)).values_list("length", flat=True).first(),
        "banner": BreakingNews.objects.filter(story=pk).values_list("headline", flat=True).first(),
        "bundle": list(BundleItem.objects.filter(object_id=pk).values_list("bundle", "revision", "waiting")),
    }


def changes(before: dict[str, object], after: dict[str, object]) -> set[str]:
    """Name what differs; readers' view of a story is "published" (a text they had not) or "taken down"."""
    if not after:
        return {"deleted", "taken down"} if before["public"] else {"deleted"}
    found = {name for name in before if before[name] != after[name]}
    if "public" in found:
        found = found - {"public"} | {"published" if after["public"] else "taken down"}
    return found
