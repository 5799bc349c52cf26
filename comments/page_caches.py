"""What changes of replies purge (delivery.tags has what a tag is)."""

from collections.abc import Collection

from comments.models import ReplySettings
from comments.signals import changed
from delivery.purging import purge
from delivery.watching import watch


def connect() -> None:
    changed.connect(on_changed, dispatch_uid="comments.page_caches.changed")
    watch(ReplySettings, lambda settings: ["reply-rules"])


def tag_of(article_id: int) -> str:
    """Return the tag of all that shows the replies to a story."""
    return f"replies-{article_id}"


def on_changed(article_ids: Collection[int], **kwargs) -> None:
    purge(*map(tag_of, article_ids))
