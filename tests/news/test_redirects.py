"""Addresses that were published once lead on for good."""

import pytest

from news.models import Topic
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def leads(client, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.headers.get("location")) == (301, new)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def rename(page, slug: str) -> None:
    page.slug = slug
    page.save_revision().publish()


def test_a_story_that_moves_to_another_section(client, commit):
    story = factories.article("The budget", factories.section("Politics"))
    with commit():
        story.move(factories.section("Business"), pos="last-child")

    leads(client, "/politics/the-budget/", "/business/the-budget/")


def test_a_story_with_a_new_slug(client, commit):
    story = factories.article("The budget", factories.section("Politics"))
    with commit():
        rename(story, "budget-passes")

    leads(client, "/politics/the-budget/", "/politics/budget-passes/")


def test_a_renamed_section_takes_its_subsections_and_stories_along(client, commit):
    section = factories.section("Politics")
    factories.article("The count", factories.section("Elections", section))
    factories.article("The budget", section)
    with commit():
        rename(section, "government")

    leads(client, "/politics/", "/government/")
    leads(client, "/politics/the-budget/", "/government/the-budget/")
    leads(client, "/politics/elections/", "/government/elections/")
    leads(client, "/politics/elections/the-count/", "/government/elections/the-count/")


def test_a_section_that_moves_under_another(client, commit):
    section = factories.section("Elections")
    factories.article("The count", section)
    with commit():
        section.move(factories.section("Politics"), pos="last-child")

    leads(client, "/elections/the-count/", "/politics/elections/the-count/")


def test_two_changes_are_one_hop(client, commit):
    story = factories.article("One", factories.section("Politics"))
    with commit():
        rename(story, "two")
    with commit():
        rename(story, "three")

    leads(client, "/politics/one/", "/politics/three/")
    leads(client, "/politics/two/", "/politics/three/")


def test_an_author_with_a_new_name(client, commit):
    profile = factories.author("Ada Obi")
    with commit():
        rename(profile, "ada-okafor")

    leads(client, "/authors/ada-obi/", "/authors/ada-okafor/")


def test_a_topic_with_a_new_slug(client):
    topic = factories.topic("Power supply")
    factories.article(topics=[topic])
    for slug in ("power", "electricity"):
        topic = Topic.objects.get(pk=topic.pk)
        topic.slug = slug
        topic.save()

    leads(client, "/topics/power-supply/", "/topics/electricity/")
    leads(client, "/topics/power/", "/topics/electricity/")
    assert client.get("/topics/electricity/").status_code == 200


def test_a_topic_that_takes_its_old_slug_back_goes_round_no_circle(client):
    topic = factories.topic("Power supply")
    factories.article(topics=[topic])
    for slug in ("electricity", "power-supply"):
        topic.slug = slug
        topic.save()

    assert client.get("/topics/power-supply/").status_code == 200
    leads(client, "/topics/electricity/", "/topics/power-supply/")


@pytest.mark.parametrize(("name", "slug"), [("Ọ̀ṣun River", "osun-river"), ("北京", "beijing"), ("???", "topic")])
def test_a_topic_in_any_script_has_an_address_that_works(client, name, slug):
    topic = factories.topic(name)
    factories.article(topics=[topic])

    assert topic.slug == slug
    assert client.get(topic.url).status_code == 200


def test_topics_that_would_share_a_slug_do_not():
    assert [factories.topic(name).slug for name in ("Power!", "Power?", "Power…")] == ["power", "power-1", "power-2"]
