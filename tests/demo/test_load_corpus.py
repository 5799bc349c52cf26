import json

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, ReferenceIndex

from news.models import Article
from search import index
from tests.bench import corpus

pytestmark = pytest.mark.django_db
STORY = json.loads(next(corpus.stories(1)))


@pytest.fixture
def corpus_file(tmp_path):
    def write(*lines: str):
        path = tmp_path / "corpus.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    return write


def test_stories_are_published_findable_and_in_a_sound_tree(corpus_file, client):
    lines = list(corpus.stories(40))
    call_command("load_corpus", corpus_file(*lines))
    row = json.loads(lines[7])

    assert Article.objects.published().count() == 40
    assert Page.find_problems() == ([], [], [], [], [])
    page = client.get(f"/{row['section_slug']}/{row['slug']}/")
    assert row["headline"] in page.content.decode()
    story = Article.objects.get(slug=row["slug"])
    assert story.pk in dict(index.rank(row["headline"], 5))
    assert story in Article.objects.search(row["headline"]).get_queryset()
    assert set(story.topics.names()) == set(row["tags"])
    assert story.first_published_at.strftime("%Y-%m-%dT%H:%M:%SZ") == row["published"]


def test_references_are_those_that_saving_each_story_would_record(corpus_file):
    call_command("load_corpus", corpus_file(*corpus.stories(5)))

    def references():
        return set(
            ReferenceIndex.objects.filter(object_id__in=map(str, Article.objects.values_list("pk", flat=True)))
            .values_list("object_id", "to_content_type", "to_object_id", "model_path", "content_path_hash")
        )  # fmt: skip

    bulk = references()
    for story in Article.objects.all():
        ReferenceIndex.create_or_update_for_object(story)

    assert bulk == references()
    assert bulk


def test_a_second_run_adds_nothing(corpus_file):
    path = corpus_file(*corpus.stories(5))
    call_command("load_corpus", path)
    call_command("load_corpus", path)

    assert Article.objects.count() == 5
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    "line",
    ["not json", "[]", "null", "{}", '{"headline": "x"}', '{"headline": 5, "slug": "a", "body": []}',
     '{"headline": "A", "slug": "sp ace", "section": "S", "published": "2026-01-01T00:00:00Z", "body": ["b"]}',
     '{"headline": "A", "slug": "a", "section": "S", "published": "yesterday", "body": ["b"]}',
     '{"headline": "A", "slug": "a", "section": "S", "published": "2026-01-01T00:00:00Z", "body": "b"}',
     '{"headline": "A\\u0000", "slug": "a", "section": "S", "published": "2026-01-01T00:00:00Z", "body": ["b"]}',
     json.dumps({**STORY, "original_source": {"name": "x", "url": "javascript:alert(1)"}}),
     json.dumps({**STORY, "headline": "x" * 300})],
)  # fmt: skip
def test_a_line_that_cannot_be_taken_is_named_and_the_rest_goes_on(corpus_file, capsys, line):
    good = list(corpus.stories(2))
    call_command("load_corpus", corpus_file(good[0], line, good[1]))

    assert Article.objects.count() == 2
    assert "line 2 skipped: " in capsys.readouterr().err


def test_a_file_with_nothing_to_take_is_a_failure(corpus_file):
    with pytest.raises(CommandError):
        call_command("load_corpus", corpus_file("nonsense", "more nonsense"))
