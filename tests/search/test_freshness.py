"""The index follows every change at once, and holds nothing that readers may not see."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from core.models import SiteSettings
from news.models import Article, Byline, Topic
from search import analysis, engines, index
from search.engines import engine
from search.models import Entry
from tests.factories import article, author, section, topic, user

pytestmark = pytest.mark.django_db


def found(query: str) -> list[int]:
    ids = [pk for pk, _ in index.rank(query, 10)]
    assert index.count_matches(query) == len(ids)
    assert not index.differences(with_words=True)
    return ids


def make_private(page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_published_story_is_found_and_unpublished_one_is_gone():
    story = article("Zeppelin lands", live=False)
    assert found("zeppelin") == []
    story.save_revision().publish()
    assert found("zeppelin") == [story.pk]
    story.refresh_from_db()
    story.unpublish()
    assert found("zeppelin") == []


def test_draft_of_a_live_story_stays_secret_until_published():
    story = article("Zeppelin lands")
    story.title = "Zeppelin explodes"
    story.body = [("paragraph", "<p>Secretword.</p>")]
    revision = story.save_revision(user=user())
    assert found("explodes") == []
    assert found("secretword") == []
    revision.publish()
    assert found("explodes") == [story.pk]
    assert found("secretword") == [story.pk]
    assert found("lands") == []


def test_byline_and_topics_of_a_revision_are_indexed_when_it_is_published():
    writer, subject = author("Bisi Alao"), topic("Ferries")
    story = article("Zeppelin lands")
    story.bylines.add(Byline(author=writer))
    story.topics.add(subject)
    revision = story.save_revision()
    assert found("alao") == []
    revision.publish()
    assert found("alao ferries") == [story.pk]


def test_embargoed_story_appears_when_the_embargo_ends(monkeypatch):
    story = article("Zeppelin lands", embargo_until=timezone.now() + timedelta(hours=1))
    assert found("zeppelin") == []
    later = engines.now() + 3601
    monkeypatch.setattr(engines, "now", lambda: later)
    assert found("zeppelin") == [story.pk]


def test_embargo_put_on_a_live_story_hides_it():
    story = article("Zeppelin lands")
    story.embargo_until = timezone.now() + timedelta(hours=1)
    story.save()
    assert found("zeppelin") == []


@pytest.mark.parametrize("way", ["instance", "queryset", "section"])
def test_deleted_story_is_gone(way):
    part = section()
    story = article("Zeppelin lands", part)
    if way == "instance":
        Article.objects.get(pk=story.pk).delete()
    elif way == "queryset":
        Article.objects.filter(pk=story.pk).delete()
    else:
        Page.objects.get(pk=part.pk).delete()
    assert found("zeppelin") == []
    assert not Entry.objects.exists()


def test_branch_that_becomes_private_is_gone_and_comes_back():
    part = section()
    story = article("Zeppelin lands", section(parent=part))
    restriction = make_private(part)
    assert found("zeppelin") == []
    restriction.delete()
    assert found("zeppelin") == [story.pk]


def test_restriction_moved_to_another_page_frees_the_first():
    one, other = section(), section()
    first, second = article("Zeppelin lands", one), article("Turbine turns", other)
    restriction = make_private(one)
    restriction.page = other
    restriction.save()
    assert found("zeppelin") == [first.pk]
    assert found("turbine") == []
    assert second.live


def test_story_moved_into_a_private_section_is_gone():
    private = section()
    make_private(private)
    story = article("Zeppelin lands", section())
    story.move(private, pos="last-child")
    assert found("zeppelin") == []


def test_section_moved_out_of_a_private_branch_is_found():
    private, free = section(), section()
    make_private(private)
    part = section(parent=private)
    story = article("Zeppelin lands", part)
    assert found("zeppelin") == []
    part.refresh_from_db()
    part.move(free, pos="last-child")
    assert found("zeppelin") == [story.pk]


def test_story_copied_is_a_draft_and_not_found():
    story = article("Zeppelin lands")
    story.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert found("zeppelin") == [story.pk]


def test_renamed_author_is_followed():
    writer = author("Bisi Alao")
    story = article("Zeppelin lands", authors=[writer])
    writer.title = "Bisi Okonkwo"
    writer.save_revision()
    assert found("okonkwo") == []
    writer.save_revision().publish()
    assert found("okonkwo") == [story.pk]
    assert found("alao") == []


def test_deleted_author_is_followed():
    writer = author("Bisi Alao")
    article("Zeppelin lands", authors=[writer])
    writer.delete()
    assert found("alao") == []


def test_renamed_topic_is_followed():
    subject = topic("Ferries")
    story = article("Zeppelin lands", topics=[subject])
    subject.name = "Airships"
    subject.save()
    assert found("airships") == [story.pk]
    assert found("ferries") == []


def test_deleted_topic_is_followed():
    subject = topic("Ferries")
    article("Zeppelin lands", topics=[subject])
    Topic.objects.get(pk=subject.pk).delete()
    assert found("ferries") == []


def test_renamed_section_is_followed():
    part = section("Transport")
    story = article("Zeppelin lands", part)
    part.title = "Mobility"
    part.save()
    assert found("mobility") == [story.pk]
    assert found("transport") == []


def test_byline_row_removed_alone_is_followed():
    story = article("Zeppelin lands", authors=[author("Bisi Alao")])
    Byline.objects.get(article=story).delete()
    assert found("alao") == []


def test_large_section_is_followed_by_a_task(monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    part = section("Transport")
    stories = [article("Zeppelin lands", part) for _ in range(5)]
    part.title = "Mobility"
    part.save()
    assert sorted(found("mobility")) == sorted(story.pk for story in stories)


def test_autosaved_draft_costs_the_index_nothing(django_assert_num_queries, monkeypatch):
    story = article("Zeppelin lands")
    monkeypatch.setattr(index, "add_bulk", lambda ids: pytest.fail("an autosave wrote to the index"))
    story.save_revision()


# Commands


def run(name: str, **options) -> str:
    output = StringIO()
    call_command(name, stdout=output, stderr=output, **options)
    return output.getvalue()


def test_check_and_rebuild():
    live, hidden, gone = article("Zeppelin lands"), article("Turbine turns"), article("Ferry sinks")
    assert "3 stories, as published" in run("check_search")
    Article.objects.filter(pk=hidden.pk).update(live=False)  # no signal tells
    Article.objects.filter(pk=live.pk).update(kicker="Airships")
    index.remove([gone.pk])
    assert index.differences(with_words=True) == index.Differences([gone.pk], [hidden.pk], [live.pk])
    with pytest.raises(CommandError):
        run("check_search")
    assert "1 to add, 1 to renew, 1 to remove" in run("rebuild_search", dry_run=True)
    assert "2 stories, 2 written" in run("rebuild_search")
    assert found("airships") == [live.pk]
    assert "0 written" in run("rebuild_search")


def test_rebuild_of_what_is_missing_only():
    story = article("Zeppelin lands")
    index.remove([story.pk])
    assert "1 written" in run("rebuild_search", missing=True)
    assert found("zeppelin") == [story.pk]


def test_story_that_the_index_wrongly_holds_is_not_shown(client):
    story = article("Zeppelin lands")
    Article.objects.filter(pk=story.pk).update(live=False)
    assert b"Zeppelin lands" not in client.get("/search/?q=zeppelin").content


def test_costs_do_not_grow_with_the_number_of_stories():
    ids = [article().pk for _ in range(12)]

    def queries(count: int) -> int:
        index.remove(ids)
        engine().tidy()
        with CaptureQueriesContext(connection) as captured:
            assert index.add_bulk(ids[:count]) == count
        return len(captured)

    assert queries(12) == queries(2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into FTS5's own tables")
def test_words_of_removed_stories_leave_fts5_with_the_next_writes():
    def postings(word: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_entry_fts WHERE search_entry_fts MATCH %s", [f'"{word}"'])
            return cursor.fetchone()[0]

    def check_fts5():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_entry_fts (search_entry_fts) VALUES ('integrity-check')")

    stories = [article("Zeppelin lands") for _ in range(3)]
    index.remove([story.pk for story in stories])
    assert found_ids("zeppelin") == []
    assert postings("zeppelin") == 3
    article("Council meets")
    assert postings("zeppelin") == 0
    stories[0].save()
    stories[0].title = "Turbine turns"
    stories[0].save()
    index.remove([stories[0].pk])
    index.add([stories[0]])
    assert (postings("zeppelin"), postings("turbin")) == (0, 1)
    check_fts5()


def found_ids(query: str) -> list[int]:
    return [pk for pk, _ in index.rank(query, 10)]


def test_another_language_of_the_site_is_followed(django_capture_on_commit_callbacks):
    story = article("Les chevaux du canal")
    assert found("canaux") == []
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.search_language = "french"
    with django_capture_on_commit_callbacks(execute=True):
        settings.save()
    try:
        assert found("canaux") == [story.pk]
        assert index.differences(with_words=True) == index.Differences([], [], [])
    finally:
        analysis.language.use("english")


def test_a_renamed_section_is_followed_below_its_subsections():
    politics = section("Politics")
    story = article("Night ferry returns", section("Elections", politics))
    politics.title = "Public life"
    politics.save_revision().publish()
    assert found("section:public") == [story.pk]
    assert found("section:politics") == []
