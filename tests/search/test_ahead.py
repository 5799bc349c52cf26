"""What a second process read ahead of the index's writer is written only as long as it is true."""

import subprocess
import sys

import pytest
from django.db import connection

from news.models import Article
from search import ahead, index
from search.models import Entry
from tests.bench import corpus
from tests.desk.own_database import ROOT, copy_of_database, finish, start
from tests.factories import article

CHUNKS_OF_FIVE = (
    "from search import ahead, index; ahead.WORTH_IT = 0; index.CHUNK = 5; ahead.os.cpu_count = lambda: 2; "
)


def read(*stories: Article) -> ahead.Ahead:
    return ahead.read(connection.settings_dict["NAME"], [story.pk for story in stories])


@pytest.mark.django_db
def test_what_changed_meanwhile_is_written_as_it_is_now():
    kept, edited, unpublished, published = (article(f"Zeppelin {number}", live=number < 4) for number in range(1, 5))
    stories = (kept, edited, unpublished, published)
    index.remove([kept.pk, unpublished.pk])
    found = read(*stories)
    edited.title = "Turbine turns"
    edited.save_revision().publish()
    published.save_revision().publish()
    Article.objects.filter(pk=unpublished.pk).update(live=False)
    index.write_chunk([story.pk for story in stories], set(), found)
    assert not index.differences(with_words=True)
    assert {pk for pk, _ in index.rank("zeppelin", 10)} == {kept.pk, published.pk}
    assert [pk for pk, _ in index.rank("turbine", 10)] == [edited.pk]


@pytest.mark.django_db
def test_story_that_left_meanwhile_stays_out():
    story = article("Zeppelin lands")
    found = read(story)
    story.unpublish()
    index.write_chunk([story.pk], set(), found)
    assert not Entry.objects.exists()


def test_index_is_built_with_a_second_process(django_db_setup, django_db_blocker, tmp_path):
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n".join(corpus.stories(23)) + "\n")
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as environment:
        finish(start(environment, "manage.py", "load_corpus", str(file)))

        def rebuild(before: str = "") -> str:
            code = f"{CHUNKS_OF_FIVE}index.remove_all(range(10_000)); {before}; print(index.rebuild(), 'written')"
            shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
            done = subprocess.run(shell, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240)
            assert done.returncode == 0, done.stderr
            assert done.stdout.endswith("23 written\n"), done.stdout
            finish(start(environment, "manage.py", "check_search"))
            return done.stderr

        assert rebuild("index.documents.read = None") == ""  # not used here
        assert "is built without it" in rebuild("ahead.read = print; ahead.django.setup = ahead.os.abort")
