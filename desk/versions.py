"""Compare versions of a story by what was written, not by who pressed Save."""

import hashlib
import json
import re
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, OuterRef
from wagtail.models import Revision, get_default_page_content_type

# What changes without anybody changing the story: its place, its state, notes in the margin, when it goes live, and who
# may reply to it (comments.story_switch writes that into a version that is read already).
NOT_TEXT = {
    "alias_of",
    "content_type",
    "depth",
    "draft_title",
    "expire_at",
    "expired",
    "first_published_at",
    "go_live_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live",
    "live_revision",
    "locale",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
    "owner",
    "path",
    "pk",
    "replies",
    "translation_key",
    "url_path",
    "wagtail_admin_comments",
}
# Rows of a story (byline, corrections) get their key and number when they are stored.
NOT_TEXT_OF_ROWS = {"pk", "id", "sort_order", "article", "content_object"}
# The editor adds these to paragraphs that came from elsewhere.
BLOCK_KEY = re.compile(r'\s+data-block-key=\\*"[^"\\]*\\*"')


def fingerprint(content: dict) -> str:
    """Return a hash of the text of a version, given a revision's `content`."""
    text = {key: plain(value) for key, value in content.items() if key not in NOT_TEXT}
    return hashlib.sha256(json.dumps(text, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


def plain(value):
    """Return `value` without what saving it in the editor alone would change."""
    if isinstance(value, str):
        return BLOCK_KEY.sub("", sorted_keys(value).replace("\\r\\n", "\\n").replace("\r\n", "\n"))
    if isinstance(value, list):
        rows = sorted(value, key=place) if all(isinstance(row, dict) for row in value) else value
        return [plain(row) for row in rows]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in NOT_TEXT_OF_ROWS}
    return value


def sorted_keys(text: str) -> str:
    """Return a body, which is JSON, with the keys of its blocks sorted: PostgreSQL keeps them in its own order."""
    if not text.startswith("[{"):
        return text
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def place(row: dict) -> tuple[int, str]:
    """Return what a row is sorted by: its number; rows without one (topics) stand in no order that readers see."""
    return row.get("sort_order") or 0, json.dumps(plain(row), sort_keys=True, default=str)


def edited_last(user, story) -> bool:
    """Tell whether the text of the story's latest version is `user`'s work.

    Saving without a change makes nobody the editor: the revisions are followed back to the one that brought the text.
    """
    if (known := getattr(story, "last_editor_known", None)) and user.pk in known:
        return known[user.pk]  # found out for a whole list (desk.board.reviews)
    revisions = story.revisions.order_by("-created_at", "-id")
    if not revisions.filter(user=user).exists():
        return False
    newest_first = ((revision.user_id, revision.content) for revision in revisions.iterator(chunk_size=1))
    return who_brought_the_text(newest_first) == user.pk


def who_brought_the_text(newest_first: Iterable[tuple[int | None, dict]]) -> int | None:
    """Return the id of whose work the latest text is, given (user id, content) of the versions."""
    text = editor = None
    for user_id, content in newest_first:
        found = fingerprint(content)
        if text not in (None, found):
            break
        text, editor = found, user_id
    return editor


def find_last_editors(stories: list, user) -> None:
    """Answer edited_last() for `user` and many stories in one query instead of two a story."""
    by_id = {str(story.pk): story for story in stories}
    own = Revision.objects.filter(
        base_content_type=get_default_page_content_type(), object_id=OuterRef("object_id"), user=user
    )
    rows = (
        Revision.objects.filter(base_content_type=get_default_page_content_type(), object_id__in=by_id)
        .filter(Exists(own))  # most stories have no version of this person's
        .order_by("-created_at", "-id")
        .values_list("object_id", "user_id", "content")
    )
    versions: dict[str, list[tuple[int | None, dict]]] = {}
    for object_id, user_id, content in rows:
        versions.setdefault(object_id, []).append((user_id, content))
    for object_id, story in by_id.items():
        found = versions.get(object_id, [])
        story.last_editor_known = {user.pk: bool(found) and who_brought_the_text(found) == user.pk}
