"""Turn a pitch into a draft."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from desk.models import Assignment
from news.forms import ArticleForm
from news.models import Article
from news.slugs import free_slug, slug_of


@transaction.atomic
def start_writing(assignment: Assignment, user) -> Article:
    """Return the pitch's story, made now unless somebody was faster; ask desk.pitches.permissions.can_start first.

    It belongs to the assignee, to `user` when there is none, and carries the owner's byline.
    """
    # The second of two clicks waits here and then finds the story.
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if assignment.story is not None:
        return assignment.story
    assignment.assignee = owner = assignment.assignee or user
    # Numbers of new addresses and places in the tree are given out one story at a time.
    section = Page.objects.select_for_update(of=("self",)).get(pk=assignment.section_id)
    story = Article(
        title=assignment.title,
        slug=free_slug(section, slug_of(assignment.title)),
        owner=owner,
        live=False,
        body=[("paragraph", "")],  # a place to write, without choosing a block first
    )
    ArticleForm.sign(story, owner)
    section.add_child(instance=story)
    log(instance=story, action="wagtail.create", user=user, content_changed=True)
    story.save_revision(user=user)
    assignment.story = story
    assignment.save(update_fields=["story", "assignee"])
    return story
