"""Every address of the newsroom that the URLconf has, and real values for what it asks for."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.contrib.auth.models import Group
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits
from wagtail.documents import get_document_model
from wagtail.models import Collection, Site

from core.models import SiteSettings
from desk.models import Assignment, BundleItem, UnreviewedPublication, Webhook, WebhookDelivery
from news.models import BreakingNews, Container, HomePage
from search.models import SynonymGroup
from tests import factories
from tests.desk.matrix.states import State

# A place for a value in an address, and Wagtail's only addresses that are regular expressions.
NAME = re.compile(r"<(?:\w+:)?(\w+)>")
COMPARISON = re.compile(r"\^?\(\?P<pk>.*/revisions/compare/.*")


@cache
def addresses() -> set[str]:
    """Return every address as the URLconf writes it."""
    return set(walk(get_resolver()))


def walk(resolver: URLResolver, above: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route)
        else:
            yield route


def fill(route: str, values: dict[str, object]) -> str:
    """Return the path of an address with `values` in its places; raise KeyError for one that has no value."""
    path = COMPARISON.sub("<pk>/revisions/compare/<revision_id>...<revision_id>/", route)
    path = NAME.sub(lambda found: str(values[found[1]]), path)
    return "/" + path.replace("^.*/$", "no-such-page/").replace("^", "")


def things(room, state: State) -> dict[str, dict[str, object]]:
    """Make one of everything the newsroom keeps, some of it of the story of `state`; return the addresses' values."""
    picture, topic = factories.picture(), factories.topic("Money")
    document = get_document_model().objects.create(title="Budget", file="documents/budget.txt")
    redirect = Redirect.objects.create(old_path="/old", redirect_link="/new")
    collection = Collection.get_first_root_node().add_child(name="Archive")
    query = Query.get("budget")
    QueryDailyHits.objects.create(query=query, date=timezone.localdate(), hits=9)
    synonyms = SynonymGroup.objects.create(words="petrol, fuel")
    site = Site.objects.get()
    task = room.desk.copy_edit
    webhook = Webhook.objects.create(name="Chat", url="https://chat.example/")
    reply = factories.held_reply(state.story)
    call = WebhookDelivery.objects.create(webhook=webhook, event="test", payload={})
    pitch = Assignment.objects.create(title="Budget", section=room.politics, created_by=room.reporter)
    bundle = BundleItem.objects.get().bundle
    container = Container.objects.create(title="Politics box", section=room.politics)
    version = container.save_revision()
    now = timezone.now()
    BreakingNews.objects.create(story=state.story, until=now + timedelta(hours=2), set_at=now)
    unread = UnreviewedPublication.objects.create(article=state.story, user=room.admin, reason="A flood")
    return {
        "admin/pages/workflow/": {"action_name": "approve"},
        "admin/api/main/^pages/": {"action_name": "publish"},
        "admin/bulk/": {"app_label": "wagtailcore", "model_name": "page", "action": "delete"},
        "admin/pages/": {
            "content_type_app_name": "news",
            "content_type_model_name": "article",
            "app_label": "news",
            "model_name": "article",
            "parent_page_id": room.politics.pk,
            "destination_id": room.subsection.pk,
        },
        "admin/choose-page/": {"parent_page_id": HomePage.objects.get().pk},
        "admin/tag-autocomplete/": {"app_name": "news", "model_name": "topic"},
        "admin/collections/": {"pk": collection.pk, "collection_id": collection.pk},
        "admin/workflows/": {
            "pk": room.desk.workflow_id,
            "page_pk": room.politics.pk,
            "workflow_pk": room.desk.workflow_id,
            "task_id": task.pk,
            "app_label": "desk",
            "model_name": "editorialreviewtask",
        },
        "admin/workflows/tasks/": {"pk": task.pk},
        "admin/editing-sessions/": {"app_label": "wagtailcore", "model_name": "page", "session_id": 10**6},
        "admin/forms/": {"page_id": room.politics.pk},
        "admin/redirects/": {"redirect_id": redirect.pk},
        "admin/searchpicks/": {"query_id": query.pk},
        "admin/settings/": {
            "app_name": "core",
            "model_name": "sitesettings",
            "pk": SiteSettings.for_site(site).pk,
        },
        "admin/documents/": {"document_id": document.pk, "doc_id": document.pk, "uploaded_file_id": 10**6},
        "admin/documents/chooser/": {"pk": document.pk},
        "admin/api/main/^documents/": {"pk": document.pk},
        "admin/images/": {"image_id": picture.pk, "filter_spec": "original", "uploaded_file_id": 10**6},
        "admin/images/chooser/": {"pk": picture.pk, "image_id": picture.pk},
        "admin/api/main/^images/": {"pk": picture.pk},
        "admin/snippets/": {"pk": topic.pk},
        "admin/snippets/search/synonymgroup/": {"pk": synonyms.pk},
        "admin/snippets/news/container/": {"pk": container.pk, "revision_id": version.pk},
        "admin/fronts/": {"pk": room.politics.pk},
        "admin/sites/": {"pk": site.pk},
        "admin/replies/": {"pk": reply.pk},
        "admin/replies/bans/": {"pk": factories.ban().pk},
        "admin/webhooks/": {"pk": webhook.pk},
        "admin/webhooks/again/": {"pk": call.pk},
        "admin/desks/": {"pk": room.desk.pk, "role": "reporter", "user": room.colleague.pk},
        "admin/desks/newsroom/": {"role": "photo_desk", "user": room.photo_desk.pk},
        "admin/desk/desks/": {"pk": room.desk.pk},
        "admin/desk/pitches/": {"pk": pitch.pk},
        "admin/desk/without-review/": {"pk": unread.pk},
        "admin/bundles/": {"pk": bundle.pk, "item_pk": bundle.items.get().pk},
        "admin/preview-links/": {"pk": state.link},
        "admin/users/": {"pk": room.colleague.pk},
        "admin/groups/": {"pk": Group.objects.order_by("pk").first().pk},
        "admin/password_reset/": {"uidb64": "MQ", "token": "set-password"},
    }


def values_for(route: str, kept: dict[str, dict[str, object]], state: State | None = None) -> dict[str, object]:
    """Return the values for an address: those of the longest matching beginnings, then a story's."""
    found: dict[str, object] = {}
    for start in sorted(kept, key=len):
        if route.startswith(start):
            found.update(kept[start])
    if state is not None:
        found |= state.values
    return found
