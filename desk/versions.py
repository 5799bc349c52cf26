"""Compare versions of a story by what was written, not by who pressed Save."""

import hashlib
import json
import re

# What changes without anybody changing the story: its place, its state, notes in the margin, and when it goes live.
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
    return hashlib.sha256(json.dumps(text, sort_keys=True, default=str).encode()).hexdigest()


def plain(value):
    """Return `value` without what saving it in the editor alone would change."""
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value.replace("\\r\\n", "\\n").replace("\r\n", "\n"))
    if isinstance(value, list):
        rows = sorted(value, key=place) if all(isinstance(row, dict) for row in value) else value
        return [plain(row) for row in rows]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in NOT_TEXT_OF_ROWS}
    return value


def place(row: dict) -> tuple[int, str]:
    """Return what a row is sorted by: its number; rows without one (topics) stand in no order that readers see."""
    return row.get("sort_order") or 0, json.dumps(plain(row), sort_keys=True, default=str)


def edited_last(user, story) -> bool:
    """Tell whether the text of the story's latest version is `user`'s work.

    Saving without a change makes nobody the editor: the revisions are followed back to the one that brought the text.
    """
    revisions = story.revisions.order_by("-created_at", "-id")
    if not revisions.filter(user=user).exists():
        return False
    text = editor = None
    for revision in revisions.iterator(chunk_size=1):
        found = fingerprint(revision.content)
        if text not in (None, found):
            break
        text, editor = found, revision.user_id
    return editor == user.pk
