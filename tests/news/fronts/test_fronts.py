"""What readers see of a curated front."""

from datetime import timedelta

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import html
from wagtail.models import PageViewRestriction

from desk.killing import kill
from news.fronts.cards import front_of
from news.fronts.layouts import LAYOUTS
from news.models import Container, Placement, RemovedCard
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def headlines(client, path: str = "/") -> list[str]:
    page = html.fromstring(client.get(path).content)
    return [link.text_content().strip() for link in page.xpath("//main//*[@class='card__headline']/a")]


def stories(*names: str, parent=None, **fields):
    """Make stories, the first the newest."""
    now = timezone.now()
    return [
        factories.article(name, parent, first_published_at=now - timedelta(hours=age), **fields)
        for age, name in enumerate(names, 1)
    ]


def test_a_front_nobody_has_curated_is_laid_out_by_itself(client):
    stories("One", "Two")

    assert "front" in client.get("/").context
    assert headlines(client)


def test_cards_stand_in_their_order_and_the_newest_fill_the_slots(client):
    _, two, three, _ = stories("One", "Two", "Three", "Four")
    factories.container(cards=[factories.card(three), factories.card(two)], fill={}, max_cards=3)

    assert headlines(client) == ["Three", "Two", "One"]


def test_an_override_is_shown_and_an_empty_one_follows_the_story(client):
    (story,) = stories("As filed")
    factories.container(cards=[factories.card(story, kicker="Exclusive")])

    story.title = "As mended"
    story.save()

    page = client.get("/").content.decode()
    assert "As mended" in page
    assert "Exclusive" in page
    card = front_of(factories.home()).containers[0].cards[0]
    assert card.standfirst == story.standfirst


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_shows_every_number_of_cards(client, layout):
    section = factories.section()
    author = factories.author(portrait=factories.picture())
    found = stories(*"ABCDEFGHIJKL", parent=section, authors=[author], lead_image=factories.picture())
    container = factories.container(layout=layout)
    for count in range(1, LAYOUTS[layout].max_cards + 1):
        container.max_cards = count  # “Most read” fills itself
        container.cards = [factories.card(story) for story in found[:count]]
        container.save()

        page = html.fromstring(client.get("/").content)
        (box,) = page.xpath(f"//section[contains(@class, 'container--{layout}')]")
        links = [link.text_content().strip() for link in box.xpath(".//*[contains(@class, '__headline')]/a")]
        assert sorted(links) == [story.title for story in found[:count]]


@pytest.mark.parametrize(
    ("layouts", "hurries"),
    [
        (["lead", "package"], "lead"),
        (["ticker", "lead", "three"], "lead"),
        (["list", "package"], "package"),
        (["three", "lead"], "three"),
        (["ticker", "four"], "four"),
        (["opinion", "latest"], None),
    ],
)
def test_the_first_large_picture_of_a_front_hurries_and_all_others_wait(client, layouts, hurries):
    for layout in layouts:
        found = stories(*"ABC", lead_image=factories.picture())
        factories.container(layout=layout, cards=[factories.card(story) for story in found])

    page = html.fromstring(client.get("/").content)

    boxes = page.xpath("//section[.//img[@fetchpriority='high']]/@class")
    assert [box.split()[1] for box in boxes] == ([f"container--{hurries}"] if hurries else [])
    quick = page.xpath("//main//img[not(@loading='lazy')]")
    assert len(quick) == len(boxes)
    if hurries:
        first = page.xpath(f"(//section[contains(@class, 'container--{hurries}')]//a[@class='card__picture'])[1]//img")
        assert first == quick


def test_a_picture_hurries_below_a_container_whose_largest_card_has_none(client):
    factories.container(layout="lead", cards=[factories.card(story) for story in stories("A")])
    found = stories("B", lead_image=factories.picture())
    factories.container(layout="three", cards=[factories.card(story) for story in found])

    page = html.fromstring(client.get("/").content)

    assert page.xpath("//section[contains(@class, 'container--three')]//img[@fetchpriority='high']")


def test_a_link_card_and_lines_below_a_headline(client):
    one, two = stories("One", "Two")
    below = [
        {"type": "item", "id": "a", "value": {"article": two.pk}},
        {
            "type": "item",
            "id": "b",
            "value": {"url": "https://a.example/?x=1&y=2", "headline": "Read <b>the</b> report"},
        },
    ]
    factories.container(
        cards=[
            factories.card(one, sublinks=below),
            factories.card(kind="link", url="/about/", headline="How we work"),
        ]
    )

    page = html.fromstring(client.get("/").content)
    links = [(link.text_content().strip(), link.get("href")) for link in page.xpath("//ul[@class='card__sublinks']//a")]
    assert links == [("Two", two.url), ("Read <b>the</b> report", "https://a.example/?x=1&y=2")]
    assert headlines(client) == ["One", "How we work"]


def test_a_card_latest_from_a_section_follows_the_section(client):
    section = factories.section("Money")
    stories("Old", parent=section)
    factories.container(cards=[factories.card(kind="latest", section=section.pk, headline="")])
    assert headlines(client) == ["Old"]

    factories.article("New", section)

    assert headlines(client) == ["New"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (lambda room: {"sections": [room["section"].pk]}, "A"),
        (lambda room: {"topics": [room["topic"].pk]}, "B"),
        (lambda room: {"author": room["author"].pk}, "C"),
        (lambda room: {"kind": "opinion"}, "D"),
        (lambda room: {"max_age": 1}, ""),
        (lambda room: {"max_age": 3}, "A"),
        (lambda room: {"sections": [10**6]}, ""),
        (lambda room: {}, "ABCD"),
    ],
)
def test_what_fills_free_slots(rule, expected):
    other = factories.section("Other")
    room = {"section": factories.section("Chosen"), "topic": factories.topic(), "author": factories.author()}
    now = timezone.now()
    for place, (name, fields) in enumerate(
        [
            ("A", {"parent": room["section"]}),
            ("B", {"topics": [room["topic"]]}),
            ("C", {"authors": [room["author"]]}),
            ("D", {"kind": "opinion"}),
        ],
        1,
    ):
        published = now - timedelta(hours=2 * place)
        factories.article(name, **{"parent": other, "first_published_at": published, **fields})
    factories.container(fill=rule(room))

    found = front_of(factories.home())

    assert "".join(card.headline for container in found.containers for card in container.cards) == expected


def unpublish(story):
    story.unpublish()


def embargo(story):
    story.embargo_until = timezone.now() + timedelta(hours=1)
    story.save()


def make_private(story):
    PageViewRestriction.objects.create(page=story, restriction_type="login")


@pytest.mark.parametrize(
    "hide", [unpublish, embargo, make_private, lambda story: kill(story, None, "Untrue"), lambda story: story.delete()]
)
def test_a_card_whose_story_is_gone_gives_its_slot_to_the_next(client, hide):
    section, other = factories.section(), factories.section()
    (placed,) = stories("Placed", parent=section)
    stories("Filler", parent=other)
    factories.container(cards=[factories.card(placed)], fill={}, max_cards=1)
    assert headlines(client) == ["Placed"]

    hide(placed)

    assert headlines(client) == ["Filler"]


def test_a_container_stands_on_several_fronts_and_a_launch_changes_all(client):
    section = factories.section("Politics")
    (one,) = stories("One", parent=section)
    shared = factories.container("Shared", cards=[factories.card(one, headline="Before")])
    factories.place(shared, section)

    draft = shared.get_latest_revision_as_object()
    draft.cards = [factories.card(one, headline="After")]
    revision = draft.save_revision()
    assert headlines(client) == headlines(client, "/politics/") == ["Before"]
    revision.publish()

    assert headlines(client) == headlines(client, "/politics/") == ["After"]


def test_a_section_lists_below_its_containers_what_does_not_stand_in_them(client):
    section = factories.section("Politics")
    _, two = stories("One", "Two", parent=section)
    factories.container(cards=[factories.card(two)], front=section)

    assert headlines(client, "/politics/") == ["Two", "One"]


def test_a_container_that_was_never_launched_shows_nothing(client):
    stories("One")
    factories.container(fill={}, live=False)

    assert not front_of(factories.home())


def test_two_containers_may_not_stand_twice_on_one_front():
    container = factories.container()

    assert Placement.objects.filter(container=container).count() == 1
    assert [row.pk for row in Container.objects.on_front(factories.home())] == [container.pk]


def test_a_front_has_a_feed_in_its_own_order(client):
    section = factories.section("Politics")
    _, two, three = stories("One", "Two", "Three", parent=section)
    container = factories.container(cards=[factories.card(three), factories.card(two)])
    factories.place(container, section)

    for path in ("/feed/front/", "/politics/feed/front/"):
        feed = feedparser.parse(client.get(path).content)
        assert [entry.title for entry in feed.entries] == ["Three", "Two"]
    assert client.get("/feed/front/json/").json()["items"][0]["title"] == "Three"


@pytest.mark.parametrize("path", ["/feed/front/", "/politics/feed/front/", "/nowhere/feed/front/"])
def test_a_front_that_nobody_curates_has_no_feed(client, path):
    factories.section("Politics")

    assert client.get(path).status_code == 404


# What editors may not save


def raw(value):
    return Container.cards.field.stream_block.to_python(value)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "//elsewhere.example/", "data:text/html,x",
     "politics", "/\\elsewhere.example", "https://", "http://user@elsewhere.example/", "http://["],
)  # fmt: skip
def test_an_address_that_leads_nowhere_good_is_refused(address):
    container = Container(title="Box", link=address)
    with pytest.raises(ValidationError) as refused:
        container.full_clean()
    assert "link" in refused.value.message_dict

    with pytest.raises(ValidationError):
        Container.cards.field.stream_block.clean(raw([factories.card(kind="link", url=address, headline="Go")]))


@pytest.mark.parametrize("address", ["https://a.example/b?c=1", "http://a.example", "/politics/", "/"])
def test_a_good_address_is_taken(address):
    Container(title="Box", link=address).full_clean()
    Container.cards.field.stream_block.clean(raw([factories.card(kind="link", url=address, headline="Go")]))


def refuses(cards) -> bool:
    try:
        Container.cards.field.stream_block.clean(raw(cards))
    except ValidationError:
        return True
    return False


def test_cards_that_cannot_be_are_refused():
    (story,) = stories("One")
    now = timezone.now()
    sublink = {"type": "item", "value": {"article": story.pk}}

    assert not refuses([factories.card(story)])
    assert refuses([factories.card(story)] * 21)
    assert refuses([factories.card(story)] * 1000)
    assert refuses([factories.card(story, pin_from=now, pin_until=now - timedelta(hours=1))])
    assert refuses([factories.card(story, sublinks=[sublink] * 5)])
    assert refuses([factories.card(story, sublinks=[{"type": "item", "value": {}}])])
    assert refuses([factories.card(story, boost="enormous")])
    assert refuses([factories.card(kind="latest")])


def test_a_container_that_cannot_be_is_refused():
    now = timezone.now()
    for fields in (
        {"layout": "spiral"},
        {"max_cards": 0},
        {"layout": "three", "max_cards": 4},
        {"visible_from": now, "visible_until": now - timedelta(hours=1)},
        {"title": ""},
    ):
        with pytest.raises(ValidationError):
            Container(**{"title": "Box", **fields}).full_clean()


def test_cards_posted_with_one_id_get_ids_of_their_own():
    one, two = stories("One", "Two")
    twice = [{**factories.card(story), "id": "same"} for story in (one, two)]
    strange = {**factories.card(one), "id": "x" * 500}

    value = Container.cards.field.stream_block.clean(raw([*twice, strange]))

    ids = [child.id for child in value]
    assert ids[0] == "same"
    assert len(set(ids)) == 3
    assert all(len(name) <= 64 for name in ids)


# What leaves a container


def launch(container, cards):
    draft = container.get_latest_revision_as_object()
    draft.cards = cards
    draft.save_revision().publish()
    return Container.objects.get(pk=container.pk)


def test_the_last_twenty_cards_that_left_are_kept():
    found = stories(*"ABCDEFGHIJKL")
    cards = [factories.card(story) for story in found]
    container = factories.container(cards=cards)

    container = launch(container, cards[10:])
    assert [row.card["id"] for row in RemovedCard.objects.all()] == [card["id"] for card in cards[:10]]

    container = launch(container, cards[:1])
    kept = [row.card["id"] for row in RemovedCard.objects.all()]
    assert kept == [card["id"] for card in cards[10:] + cards[1:10]]

    new = [factories.card(story) for story in found]
    launch(launch(container, new), [])
    assert RemovedCard.objects.count() == 20
