"""Put two topics that mean the same together."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision

from delivery.purging import purge
from news.models import Article, ArticleTopic, Topic


@transaction.atomic
def merge(sources: Iterable[Topic], into: Topic, user=None) -> int:
    """Give every story of `sources` the topic `into`, then delete `sources`; return how many stories changed.

    The addresses of the deleted topics redirect to the remaining one.
    """
    sources = [topic for topic in sources if topic.pk != into.pk]
    already = ArticleTopic.objects.filter(tag=into).values("content_object")
    rows = ArticleTopic.objects.filter(tag__in=sources)
    stories = set(rows.exclude(content_object__in=already).values_list("content_object", flat=True))
    rows.delete()
    ArticleTopic.objects.bulk_create(ArticleTopic(tag=into, content_object_id=story) for story in stories)
    purge("stories", f"stories-topic-{into.pk}")  # rows that are written together tell nobody
    move_in_drafts({topic.pk for topic in sources}, into)
    for topic in sources:
        log(instance=into, action="wagtail.edit", user=user, title=f"{topic.name} merged into {into.name}")
        topic.delete_in_favour_of(into)
    return len(stories)


def move_in_drafts(source_ids: set[int], into: Topic) -> None:
    """Change the topics inside unpublished work too: publishing it would bring back nothing for a deleted topic."""
    drafts = Article.objects.filter(has_unpublished_changes=True).values("latest_revision")
    changed = []
    for revision in Revision.objects.filter(pk__in=drafts).iterator():
        rows = revision.content.get("topic_rows", [])
        if not any(row["tag"] in source_ids for row in rows):
            continue
        kept = {row["tag"]: row for row in rows if row["tag"] not in source_ids}
        kept.setdefault(into.pk, {**next(row for row in rows if row["tag"] in source_ids), "tag": into.pk})
        revision.content["topic_rows"] = list(kept.values())
        changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=100)
