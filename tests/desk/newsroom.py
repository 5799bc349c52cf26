"""Set up a newsroom with two desks and put stories where a test needs them."""

from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from desk.models import ChecklistTick, SectionDesk
from desk.roles import site_group
from news.models import Article, Byline
from tests import factories

SECTION_ROLES = ("reporter", "copy_editor", "section_editor")
SITE_ROLES = ("managing_editor", "home_editor", "photo_desk", "comment_moderator")


def person(name: str, *groups, **fields):
    user = factories.user(name, email=f"{name}@pulse.example", first_name=name.title(), **fields)
    user.groups.add(*groups)
    return user


def newsroom() -> SimpleNamespace:
    """Make Politics and Business, one person for each role of Politics and of the newsroom, and an administrator."""
    politics, business = factories.section("Politics"), factories.section("Business")
    # Made together with the sections.
    desk, other = (SectionDesk.objects.get(section=section) for section in (politics, business))
    people = {role: person(role, desk.group(role)) for role in SECTION_ROLES}
    people |= {f"other_{role}": person(f"other_{role}", other.group(role)) for role in SECTION_ROLES}
    people |= {role: person(role, site_group(role)) for role in SITE_ROLES}
    people["admin"] = person("admin", is_superuser=True)
    return SimpleNamespace(politics=politics, business=business, desk=desk, **people)


def again(user):
    """Return the user as a new request would: permissions are cached on the object."""
    return type(user).objects.get(pk=user.pk)


def draft(section, owner, headline: str = "", **fields) -> Article:
    """File a story that could be approved: nothing that the checklist requires is missing."""
    story = factories.article(
        headline, section, live=False, first_published_at=None, last_published_at=None, owner=owner, **fields
    )
    complete(story)
    story.save_revision(user=owner)
    return fresh(story)


def complete(story) -> None:
    """Give a story what the checklist requires of every story and the factory leaves out."""
    if not story.bylines.all():
        story.bylines.set([Byline(guest_name="A. Guest")])
        story.save()
    ChecklistTick.objects.create(article=story, item="no-picture")


def fresh(story) -> Article:
    return Article.objects.get(pk=story.pk)


def edit(story, user, **fields) -> Article:
    """Save a new version of the story, as the editor does."""
    version = fresh(story).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(user=user)
    return fresh(story)


def submit(story, user):
    state = fresh(story).get_workflow().start(fresh(story), user)
    return state


def act(story, user, action: str = "approve", **kwargs) -> Article:
    story = fresh(story)
    story.current_workflow_task.on_action(story.current_workflow_task_state, again(user), action, **kwargs)
    return fresh(story)


def actions(story, user) -> set[str]:
    story = fresh(story)
    return {name for name, label, modal in story.current_workflow_task.get_actions(story, again(user))}


def step(story) -> str:
    """Return the name of the task the story is at, empty when it is in no review."""
    task = fresh(story).current_workflow_task
    return task.name if task else ""


def edit_url(story) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def form(story, **changes) -> dict:
    """Return what the edit form of a story posts."""
    version = fresh(story).get_latest_revision_as_object()
    revision = fresh(story).latest_revision
    rows = [("paragraph", rich_text(str(block.value))) for block in version.body]
    bylines = [
        {"id": row.pk or "", "author": row.author_id or "", "guest_name": row.guest_name, "role": row.role}
        for row in version.bylines.all()
    ]
    values = {
        **{
            name: getattr(version, name)
            for name in (
                "title",
                "slug",
                "kicker",
                "standfirst",
                "dateline",
                "kind",
                "source_name",
                "source_url",
                "replies",
            )
        },
        "seo_title": version.seo_title,
        "search_description": version.search_description,
        "lead_image": "",
        "topics": "",
        "body": streamfield(rows),
        "bylines": inline_formset(bylines, initial=len(bylines)),
        "updates": inline_formset([]),
        "corrections": inline_formset([]),
        "related_rows": inline_formset([]),
        "comments": inline_formset([]),
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
    posted = nested_form_data({**values, **changes})
    for place, block in enumerate(version.body):
        posted.setdefault(f"body-{place}-id", block.id)
    return {name: value for name, value in posted.items() if value is not None}


def scheduled(section, headline: str, minutes_ago: int = 5, **fields) -> Article:
    """Make a story that was approved to go live, `minutes_ago` minutes before now."""
    when = timezone.now() - timedelta(minutes=minutes_ago)
    story = factories.article(headline, section, live=False, first_published_at=None, go_live_at=when, **fields)
    complete(story)
    revision = story.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=when)
    return fresh(story)
