"""Nothing about a story that readers may not see stands on the search page: not in counts, choices or corrections."""

import pytest
from django.http import QueryDict

from search import did_you_mean, facets, index
from tests.factories import article, section
from tests.search.hidden import HIDDEN, hide

pytestmark = pytest.mark.django_db

ADDRESSES = [
    *(
        "q=zeppelin",
        "q=zepp",
        "q=zeppelln",
        "q=zeppelin+lands+ferry",
        "q=author:zepp",
        "q=topic:zepp",
        "q=section:zepp",
    ),
    *("q=lands&section=zepp-parent/zepp-section", "q=lands&author=zepp-writer", "q=lands&topic=zepp-topic", "q=lands"),
    *("q=%22zeppelin+lands%22", "q=zeppelin&sort=newest", "q=zeppelin&sort=oldest", "q=zepp+writer", "q=zepp+topic"),
]


@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_story_is_nowhere_on_the_page(client, state):
    ferry = article("Ferry lands late")
    hide(state, section("Zepp section", section("Zepp parent")))
    for address in ADDRESSES:
        page = client.get(f"/search/?{address}")
        text = page.content.decode()
        assert page.status_code == 200
        assert "Zeppelin" not in text, address
        assert "Zepp topic" not in text, address
        assert {story.pk for story in page.context["search"].results} <= {ferry.pk}, address


# Without a signal the index is wrong, and its counts are, until it is right.
@pytest.mark.parametrize("state", [state for state in HIDDEN if state != "hidden without a signal"])
def test_a_hidden_story_is_in_no_count_and_corrects_nothing(state):
    ferry = article("Ferry lands late")
    hide(state, section("Zepp section", section("Zepp parent")))
    assert index.rank("lands", 10)[0][0] == ferry.pk
    assert index.count_matches("lands") == 1
    for typed in ("zeppelin", "zeppelln", "author:zepp", "topic:zepp", "section:zepp"):
        found = index.find(typed)
        assert (found.total, found.corrections, did_you_mean.offer(found, [])) == (0, {}, ""), typed
    found = index.find("lands", with_facets=True)
    offered = facets.offered(found.facets, 2, [])
    assert not any("Zepp" in choice.label for facet in offered for choice in facet.choices)
    choices = facets.chosen(QueryDict("author=zepp-writer&topic=zepp-topic"))
    assert {choice.label for choice in facets.named(choices, found.facets)} == {"zepp-writer", "zepp-topic"}
