import json
from types import SimpleNamespace

import pytest
from django.urls import reverse

from desk.fronts.launching import version_of
from news.models import Container
from tests import factories
from tests.desk.newsroom import newsroom
from tests.made_once import made_once


class Board:
    """The board of a front, as its scripts use it."""

    def __init__(self, client, user, front) -> None:
        client.force_login(user)
        self.client, self.front = client, front

    def url(self, name: str) -> str:
        return reverse(f"desk_front_{name}", args=[self.front.pk])

    def get(self, name: str, **query):
        return self.client.get(self.url(name), query)

    def page(self) -> str:
        return self.client.get(reverse("desk_front", args=[self.front.pk])).content.decode()

    def post(self, name: str, **values):
        return self.client.post(self.url(name), values, headers={"Accept": "application/json"})

    def send(self, name: str, body):
        return self.client.post(self.url(name), json.dumps(body), content_type="application/json")

    def save(self, *changes):
        """Save (container, cards) or (container, cards, version)."""
        rows = []
        for container, cards, *version in changes:
            stored = Container.objects.get(pk=container.pk)
            rows.append({"id": container.pk, "base": version[0] if version else version_of(stored), "cards": cards})
        return self.send("save", {"containers": rows})


def room_with_containers():
    """Make a newsroom with two containers of Politics and one of Business on the front of Politics."""
    found = newsroom()
    found.front = found.politics
    found.first = factories.container("First", section=found.politics, front=found.politics, layout="three")
    found.second = factories.container("Second", section=found.politics, front=found.politics)
    found.theirs = factories.container("Theirs", section=found.business, front=found.politics)
    found.story = factories.article("Budget passes", found.politics)
    return found


made_room = made_once(room_with_containers)


@pytest.fixture
def board(client, room):
    return Board(client, room.section_editor, room.politics)


def draft(container) -> SimpleNamespace:
    """Return a container's draft as it is stored now: its rows, and the ids of its stories."""
    found = Container.objects.get(pk=container.pk).get_latest_revision_as_object()
    rows = found.card_rows()
    return SimpleNamespace(rows=rows, stories=[row["value"].get("article") for row in rows])
