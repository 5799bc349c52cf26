"""Mail people about editorial notes: Wagtail's comments in the margin of a story."""

import re

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.functions import Lower
from wagtail.models import Comment, PageSubscription

from desk.notifications import notify, writers

# Django's letters for usernames. An address such as ada@example.com mentions nobody.
MENTION = re.compile(r"(?<![\w.+@-])@([\w.+@-]{1,150})")
MAX_MENTIONS = 20


def mentioned_names(text: str) -> set[str]:
    """Return the usernames, in small letters, that a note may mean: with and without the full stop at its end."""
    found = MENTION.findall(text)[:MAX_MENTIONS]
    return {name for word in found for name in (word.lower(), word.lower().rstrip(".+@-")) if name}


def mentioned_people(text: str) -> list:
    names = mentioned_names(text)
    if not names:
        return []
    people = get_user_model().objects.annotate(small=Lower("username"))
    return list(people.filter(is_active=True, small__in=names).order_by("pk"))


def tell_of_notes(story, changes: dict, actor) -> None:
    """Mail those whom new notes and replies mention, and those who follow them: one mail a person and save.

    `changes` is what Wagtail's edit view found. Who follows: the story's writers, who wrote in the same thread, and who
    switched notifications on beside the notes.
    """
    replies = [(comment, reply) for comment, rows in changes["new_replies"] for reply in rows]
    notes = [note.text for note in changes["new_comments"]] + [reply.text for _, reply in replies]
    if not notes:
        return
    said = "\n\n".join(f"“{note}”" for note in notes)
    mentioned = {user.pk: user for note in notes for user in mentioned_people(note)}
    notify("mentioned", story, mentioned.values(), actor, note=said)
    followers = [*writers(story), *subscribers(story), *thread([comment for comment, _ in replies])]
    notify("noted", story, [user for user in followers if user.pk not in mentioned], actor, note=said)


def subscribers(story) -> list:
    rows = PageSubscription.objects.filter(page_id=story.pk, comment_notifications=True).select_related("user")
    return [row.user for row in rows]


def thread(comments: list[Comment]) -> list:
    """List who wrote the notes that were answered, and who answered before."""
    wrote = Q(wagtail_admin_comments__in=comments) | Q(comment_replies__comment__in=comments)
    return list(get_user_model().objects.filter(wrote).distinct()) if comments else []
