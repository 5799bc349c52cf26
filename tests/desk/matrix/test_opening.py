"""Who opens which address of the admin. A new address fails the first test until it stands in a table here."""

import pytest

from tests.desk.matrix import addresses
from tests.desk.matrix.people import VISITORS
from tests.desk.matrix.story_tables import ACTIONS, POST_ONLY, PUBLIC, REDIRECTS, STORY_ADDRESSES, UNANSWERED
from tests.desk.matrix.tables import ADDRESSES
from tests.desk.matrix.writes import written

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_address_is_listed():
    listed = [*ADDRESSES, *STORY_ADDRESSES, *POST_ONLY, *ACTIONS, *REDIRECTS, *UNANSWERED, *PUBLIC]

    assert len(listed) == len(set(listed))
    assert set(listed) == addresses.addresses()
    assert all(route.startswith("admin/") != (route in PUBLIC) for route in listed)


def opens(client, path: str) -> bool:
    """Tell whether an address shows something; a redirect to the log-in or to a place of one's own does not."""
    client.raise_request_exception = False
    return client.get(path).status_code == 200


@pytest.mark.parametrize("who", VISITORS)
def test_who_opens_what(client, matrix, who):
    if who != "nobody":
        client.force_login(getattr(matrix.room, who))

    def path(route, state=None):
        return addresses.fill(route, addresses.values_for(route, matrix.kept, state))

    found = {route for route in ADDRESSES if opens(client, path(route))}
    assert found == {route for route, people in ADDRESSES.items() if who in people}

    found = {
        (route, name)
        for route in STORY_ADDRESSES
        for name, state in matrix.stories.items()
        if opens(client, path(route, state))
    }
    assert found == {
        (route, name)
        for route, rule in STORY_ADDRESSES.items()
        for name in matrix.stories
        if who in rule.get(name, rule["else"])
    }


@pytest.mark.parametrize("who", VISITORS)
def test_what_does_not_open_takes_nothing(client, matrix, who):
    if who != "nobody":
        client.force_login(getattr(matrix.room, who))
    closed = [route for route, people in {**ADDRESSES, **POST_ONLY}.items() if who not in people]

    for route in closed:
        path = addresses.fill(route, addresses.values_for(route, matrix.kept))
        with written() as tables:
            client.post(path)
        assert not tables, route


@pytest.mark.parametrize("who", ["nobody", "reader"])
def test_no_address_but_the_log_in_answers_outsiders(client, matrix, who):
    if who != "nobody":
        client.force_login(getattr(matrix.room, who))

    for route in [*POST_ONLY, *ACTIONS, *REDIRECTS]:
        path = addresses.fill(route, addresses.values_for(route, matrix.kept, matrix.stories["draft"]))
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in (302, 403, 404), route
            assert "/login/" in answer.headers.get("location", "/login/"), route
